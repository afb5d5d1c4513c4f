"""A unique constraint on a key and a column more forbids nothing that the key allows."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.drop_constraint("uq_users_id_name", "users", type_="unique")


def downgrade():
    op.create_unique_constraint("uq_users_id_name", "users", ["id", "name"])
