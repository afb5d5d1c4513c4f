"""The downgrade gives a value to the rows without one before it forbids NULL: it runs, and only what was written since changes."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.alter_column("users", "name", existing_type=sa.String(50), nullable=True)


def downgrade():
    op.execute("UPDATE users SET name = '' WHERE name IS NULL")
    op.alter_column("users", "name", existing_type=sa.String(50), nullable=False)
