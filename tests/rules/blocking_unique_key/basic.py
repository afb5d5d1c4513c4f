# dialects: postgresql
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.create_unique_constraint("uq", "users", ["mail"])  # expect: blocking-unique-key warning high


def downgrade():
    pass
