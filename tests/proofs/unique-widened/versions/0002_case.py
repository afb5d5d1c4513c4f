"""Unique by two columns instead of one: what is a duplicate of the one is admitted meanwhile."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.drop_constraint("users_name", "users", type_="unique")
    op.create_unique_constraint("users_name_realm", "users", ["name", "realm"])


def downgrade():
    op.drop_constraint("users_name_realm", "users", type_="unique")
    op.create_unique_constraint("users_name", "users", ["name"])
