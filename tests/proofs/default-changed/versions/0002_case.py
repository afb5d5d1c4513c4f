"""Another default, and the old one again."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.alter_column("users", "state", existing_type=sa.String(10), server_default="open")


def downgrade():
    op.alter_column("users", "state", existing_type=sa.String(10), server_default="new")
