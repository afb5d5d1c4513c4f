"""The downgrade undoes what the upgrade did to the values."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.execute("UPDATE items SET n = -n")


def downgrade():
    op.execute("UPDATE items SET n = -n")
