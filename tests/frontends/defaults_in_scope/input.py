from alembic import op

revision = "ds1"
down_revision = "ds0"

table = "global"


def drop(name=table, suffix="_x"):
    op.drop_table(name + suffix)


def upgrade():
    table = "local"
    drop()
    drop(suffix="")
    drop(*["s"])
    drop(*unknown)
    drop(**unknown)
    drop(table)


def downgrade():
    drop("a", *("b",))
    drop(**{"name": "k"})


def not_said_when():
    global unknown
