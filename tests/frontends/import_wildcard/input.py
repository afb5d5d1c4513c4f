from alembic.op import *
from sqlalchemy import Column, Integer

revision = "a1"
down_revision = None


def upgrade():
    add_column("t", Column("a", Integer))


def downgrade():
    drop_column("t", "a")
