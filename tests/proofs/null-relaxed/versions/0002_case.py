"""The upgrade admits NULL; the downgrade forbids it again and says nothing of the rows that have it."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.alter_column("users", "name", existing_type=sa.String(50), nullable=True)


def downgrade():
    op.alter_column("users", "name", existing_type=sa.String(50), nullable=False)
