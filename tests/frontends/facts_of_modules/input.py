"""What helpers of other files do that are run; not what others there do."""
from alembic import op
from app.helpers import load, never, seed

revision = "fm1"
down_revision = "fm0"


def upgrade():
    seed()
    if load():
        op.drop_table("t")


def downgrade():
    pass
