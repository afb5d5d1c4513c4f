"""Rows with the label are given another: the label comes back, their value does not."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.execute("UPDATE jobs SET state = 'on' WHERE state = 'off'")
    op.execute("ALTER TYPE job_state RENAME TO job_state_old")
    op.execute("CREATE TYPE job_state AS ENUM ('on')")
    op.execute("ALTER TABLE jobs ALTER COLUMN state TYPE job_state USING state::text::job_state")
    op.execute("DROP TYPE job_state_old")


def downgrade():
    op.execute("ALTER TYPE job_state ADD VALUE 'off'")
