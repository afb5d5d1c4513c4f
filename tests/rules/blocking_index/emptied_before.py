# profile: all
# dialects: postgresql
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.execute("TRUNCATE users")  # expect: truncated-table
    op.create_index("ix", "users", ["mail"])


def downgrade():
    op.drop_index("ix", "users")
