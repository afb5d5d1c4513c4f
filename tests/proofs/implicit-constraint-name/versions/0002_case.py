"""The constraint gets the name that PostgreSQL gives, and the downgrade knows it."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.create_unique_constraint(None, "users", ["name"])


def downgrade():
    op.drop_constraint("users_name_key", "users", type_="unique")
