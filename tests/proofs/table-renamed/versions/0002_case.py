"""A rename and its inverse. Sequence and constraints keep their names throughout."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.rename_table("users", "people")


def downgrade():
    op.rename_table("people", "users")
