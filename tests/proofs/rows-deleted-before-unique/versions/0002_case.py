"""Duplicates are deleted so that the constraint can be made; no downgrade has them."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.execute("DELETE FROM users a USING users b WHERE a.name = b.name AND a.id > b.id")
    op.create_unique_constraint("users_name", "users", ["name"])


def downgrade():
    op.drop_constraint("users_name", "users", type_="unique")
