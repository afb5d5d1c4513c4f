"""ADD VALUE in an autocommit block, and the rows after it: a failure between leaves the label."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    with op.get_context().autocommit_block():
        op.execute("ALTER TYPE job_state ADD VALUE IF NOT EXISTS 'idle'")
    op.execute("UPDATE jobs SET state = 'idle' WHERE state = 'off'")


def downgrade():
    op.execute("UPDATE jobs SET state = 'off' WHERE state = 'idle'")
