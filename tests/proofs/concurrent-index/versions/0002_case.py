"""CREATE INDEX CONCURRENTLY in an autocommit block: a build that fails leaves an invalid index, and its name is taken."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    with op.get_context().autocommit_block():
        op.create_index("users_name", "users", ["name"], postgresql_concurrently=True)


def downgrade():
    with op.get_context().autocommit_block():
        op.drop_index("users_name", table_name="users", postgresql_concurrently=True)
