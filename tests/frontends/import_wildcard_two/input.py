from alembic.op import *
from sqlalchemy import *

revision = "a1"
down_revision = None


def upgrade():
    create_table("t", Column("a", Integer, primary_key=True), Column("b", String(20)))


def downgrade():
    drop_table("t")
