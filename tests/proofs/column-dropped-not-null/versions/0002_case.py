"""The downgrade adds a column NOT NULL without a default: no table with rows takes it."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.drop_column("users", "name")


def downgrade():
    op.add_column("users", sa.Column("name", sa.String(50), nullable=False))
