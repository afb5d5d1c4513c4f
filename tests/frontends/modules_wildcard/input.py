"""from module import *, through two modules that import each other"""
from alembic import op

from app.first import *

revision = "a1"
down_revision = None


def upgrade():
    op.drop_table(ONE)
    op.drop_table(TWO)
    op.drop_table(NOWHERE)


def downgrade():
    pass
