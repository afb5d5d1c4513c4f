"""NOT NULL is new; the downgrade admits NULL again. All rows are as they were."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.alter_column("users", "name", existing_type=sa.String(50), nullable=False)


def downgrade():
    op.alter_column("users", "name", existing_type=sa.String(50), nullable=True)
