import sqlalchemy as sa
from alembic import op

revision = "h1"
down_revision = "h0"


def _add(table, name, kind=sa.Integer, *, nullable=True, **kwargs):
    op.add_column(table, sa.Column(name, kind, nullable=nullable, **kwargs))


def _name(table, suffix="x"):
    return "%s_%s" % (table, suffix)


def _both(flag, table="both"):
    if flag:
        op.create_index("ix_" + table, table, ["a"])
    else:
        op.drop_index("ix_" + table)


def _many(*tables):
    for table in tables:
        op.drop_table(table)


def _early(table):
    if table == "skip":
        return
    op.drop_table(table)


def _value(kind):
    if kind == 1:
        return "one"
    elif kind == 2:
        return "two"
    return "more"


def upgrade():
    _add("t", "a")
    _add("t", "b", sa.String(5), nullable=False, server_default="")
    _add(table="t", name=_name("c"))
    op.drop_table(_name("d", suffix="y"))
    _both(True)
    _both(flag=False, table="other")
    _many("m", "n")
    _early("skip")
    _early("kept")
    op.drop_table(_value(1))
    op.drop_table(_value(2))
    op.drop_table(_value(3))
    late()


def late():
    op.execute("DELETE FROM late")


def downgrade():
    _many(*["n", "m"])
    op.drop_table(_value(unknown))
    _early(unknown)


def not_said_when():
    global unknown
