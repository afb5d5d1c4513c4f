"""A state is added; the downgrade moves the jobs that are in it, which were all written since."""
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.execute("INSERT INTO states VALUES ('cancelled')")


def downgrade():
    op.execute("UPDATE jobs SET state = 'finished' WHERE state = 'cancelled'")
    op.execute("DELETE FROM states WHERE name = 'cancelled'")
