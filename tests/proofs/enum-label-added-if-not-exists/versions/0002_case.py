"""The same with IF NOT EXISTS: the upgrade runs again."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.execute("ALTER TYPE job_state ADD VALUE IF NOT EXISTS 'idle'")


def downgrade():
    pass
