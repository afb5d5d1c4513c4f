"""The column comes back empty."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.drop_column("users", "name")


def downgrade():
    op.add_column("users", sa.Column("name", sa.String(50)))
