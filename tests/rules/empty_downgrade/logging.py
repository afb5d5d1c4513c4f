from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


import logging

log = logging.getLogger(__name__)


def upgrade():
    op.add_column("users", sa.Column("phone", sa.Text()))


def downgrade():  # expect: empty-downgrade
    log.info("cannot go back")
