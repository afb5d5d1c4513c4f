"""The UPDATE of the downgrade is of another column: NOT NULL still fails."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.alter_column("users", "name", existing_type=sa.String(50), nullable=True)


def downgrade():
    op.execute("UPDATE users SET nick = '' WHERE nick IS NULL")
    op.alter_column("users", "name", existing_type=sa.String(50), nullable=False)
