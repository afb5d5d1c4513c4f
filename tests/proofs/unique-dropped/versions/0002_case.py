"""The constraint goes, duplicates come, and the downgrade cannot bring it back."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.drop_constraint("users_name", "users", type_="unique")


def downgrade():
    op.create_unique_constraint("users_name", "users", ["name"])
