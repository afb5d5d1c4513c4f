"""The upgrade deletes the rows without a value in order to forbid NULL."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.execute("DELETE FROM users WHERE name IS NULL")
    op.alter_column("users", "name", existing_type=sa.String(50), nullable=False)


def downgrade():
    op.alter_column("users", "name", existing_type=sa.String(50), nullable=True)
