"""The autocommit block commits the column before it; the second run meets it."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.add_column("users", sa.Column("nick", sa.String(50)))
    with op.get_context().autocommit_block():
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS users_nick")
        op.execute("CREATE INDEX CONCURRENTLY users_nick ON users (nick)")


def downgrade():
    op.drop_column("users", "nick")
