"""The multidb template."""
from alembic import op
import sqlalchemy as sa

revision = "m1"
down_revision = "m0"


def upgrade(engine_name):
    globals()["upgrade_%s" % engine_name]()


def downgrade(engine_name: str) -> None:
    globals()[f"downgrade_{engine_name}"]()


def upgrade_first():
    op.add_column("t", sa.Column("a", sa.Integer()))


def downgrade_first():
    op.drop_column("t", "a")


def upgrade_second():
    op.add_column("u", sa.Column("b", sa.Integer()))


def downgrade_second():
    pass
