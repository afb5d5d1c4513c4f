"""The upgrade fills what was NULL in order to forbid it; no downgrade knows which rows these were."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.execute("UPDATE users SET name = 'unknown' WHERE name IS NULL")
    op.alter_column("users", "name", existing_type=sa.String(50), nullable=False)


def downgrade():
    op.alter_column("users", "name", existing_type=sa.String(50), nullable=True)
