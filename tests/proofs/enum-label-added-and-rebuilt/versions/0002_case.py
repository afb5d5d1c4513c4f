"""The downgrade builds the type anew without the label: rows that have it stop it."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.execute("ALTER TYPE job_state ADD VALUE 'idle'")


def downgrade():
    op.execute("ALTER TYPE job_state RENAME TO job_state_old")
    op.execute("CREATE TYPE job_state AS ENUM ('on', 'off')")
    op.execute("ALTER TABLE jobs ALTER COLUMN state TYPE job_state USING state::text::job_state")
    op.execute("DROP TYPE job_state_old")
