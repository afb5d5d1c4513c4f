# dialects: mysql
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.create_unique_constraint("a", "users", ["mail"])  # expect: blocking-unique-key
    op.create_unique_constraint("uq", "users", ["mail", "age"])


def downgrade():
    pass
