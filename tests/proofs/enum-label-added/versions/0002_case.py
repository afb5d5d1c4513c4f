"""A label is added; PostgreSQL has no way to take it back, and the downgrade does not try."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.execute("ALTER TYPE job_state ADD VALUE 'idle'")


def downgrade():
    pass
