"""The downgrade drops a name that the upgrade did not give."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.create_unique_constraint("uq_users_name", "users", ["name"])


def downgrade():
    op.drop_constraint("users_name_key", "users", type_="unique")
