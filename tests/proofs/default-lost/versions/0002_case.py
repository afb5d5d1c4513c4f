"""The default that a column had does not come back."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.alter_column("users", "state", existing_type=sa.String(10), server_default="open")


def downgrade():
    op.alter_column("users", "state", existing_type=sa.String(10), server_default=None)
