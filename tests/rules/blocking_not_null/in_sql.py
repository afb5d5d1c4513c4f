# dialects: postgresql
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.execute("ALTER TABLE users ALTER phone SET NOT NULL")  # expect: blocking-not-null


def downgrade():
    pass
