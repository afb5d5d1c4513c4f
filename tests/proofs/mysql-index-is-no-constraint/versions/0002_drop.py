"""MySQL lists a unique index among the unique constraints; one that is not unique it does not."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    constraints = [one["name"] for one in sa.inspect(op.get_bind()).get_unique_constraints("users")]
    if "ix_users_name" in constraints:
        op.drop_index("ix_users_name", table_name="users")


def downgrade():
    pass
