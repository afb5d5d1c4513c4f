"""Values are put into JSON in place, and the downgrade leaves them so."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.execute("UPDATE users SET name = '{\"name\": \"' || name || '\"}'")


def downgrade():
    pass
