"""A label changes its name and back, and the rows with it."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.execute("ALTER TYPE job_state RENAME VALUE 'off' TO 'idle'")


def downgrade():
    op.execute("ALTER TYPE job_state RENAME VALUE 'idle' TO 'off'")
