"""What comes from other files of the tree, and what is not found there."""
from alembic import op

from app import helpers
from app.helpers import TABLES, drop
from app.missing import NAME, purge

revision = "a1"
down_revision = None


def upgrade():
    for table in TABLES:
        op.drop_table(table)
    op.drop_table(helpers.PREFIX + "_log")
    drop("parts")
    op.drop_table(NAME)
    purge("users")


def downgrade():
    pass
