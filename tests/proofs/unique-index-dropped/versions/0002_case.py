"""The same by a unique index."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.drop_index("users_name", table_name="users")


def downgrade():
    op.create_index("users_name", "users", ["name"], unique=True)
