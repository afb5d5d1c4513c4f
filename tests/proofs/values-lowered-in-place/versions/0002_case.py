"""Values are written over with something that does not lead back."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.execute("UPDATE users SET name = lower(name)")
    op.create_index("users_name", "users", ["name"])


def downgrade():
    op.drop_index("users_name", table_name="users")
