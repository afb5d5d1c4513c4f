"""The downgrade deletes the rows without a value before it forbids NULL."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.alter_column("users", "name", existing_type=sa.String(50), nullable=True)


def downgrade():
    op.execute("DELETE FROM users WHERE name IS NULL")
    op.alter_column("users", "name", existing_type=sa.String(50), nullable=False)
