import logging

from alembic import op, util

revision = "r1"
down_revision = "r0"

log = logging.getLogger(__name__)


class Irreversible(Exception):
    pass


def upgrade():
    op.drop_table("t")


def downgrade():
    log.warning("%s cannot be undone", revision)
    print("no")
    raise Irreversible("t is gone")
