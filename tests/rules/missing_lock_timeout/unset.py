# dialects: postgresql
# settings: lock_timeout=unset statement_timeout=unset
# expect-file: missing-lock-timeout note high
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.add_column("users", sa.Column("a", sa.Integer()))


def downgrade():
    pass
