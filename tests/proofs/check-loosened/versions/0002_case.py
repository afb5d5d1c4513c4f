"""One value more in the check; back to the list without it."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.drop_constraint("states", "items", type_="check")
    op.create_check_constraint("states", "items", "state IN ('on', 'off', 'idle')")


def downgrade():
    op.drop_constraint("states", "items", type_="check")
    op.create_check_constraint("states", "items", "state IN ('on', 'off')")
