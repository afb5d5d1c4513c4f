import sqlalchemy as sa
from alembic import op

revision = "l1"
down_revision = "l0"

TABLES = ["a", "b"]
COLUMNS = (("x", sa.Integer()), ("y", sa.String(10)))
SIZES = {"x": 10, "y": 20}


def upgrade():
    for table in TABLES:
        for name, kind in COLUMNS:
            op.add_column(table, sa.Column(name, kind, nullable=True))
    for name, size in SIZES.items():
        op.alter_column("c", name, type_=sa.String(size))
    for name in SIZES:
        op.create_index(f"ix_{name}", "c", [name])
    for key in SIZES.keys():
        op.drop_index("old_" + key)
    for size in SIZES.values():
        op.add_column("d", sa.Column("s%d" % size, sa.Integer))
    for i, table in enumerate(TABLES):
        op.execute("UPDATE %s SET position = %d" % (table, i))
    for i, table in enumerate(TABLES, start=1):
        op.add_column(table, sa.Column(f"n{i}", sa.Integer()))
    for left, right in zip(TABLES, ("p", "q")):
        op.rename_table(left, right)
    for i in range(2):
        op.add_column("r", sa.Column("c{}".format(i), sa.Integer))
    for name in ("x",) + ("y",):
        op.drop_column("e", name)
    for name in sorted({"n", "m"}):
        op.drop_column("f", name)
    for _ in range(3):
        pass
    else:
        op.drop_table("g")


def downgrade():
    for table in reversed(TABLES):
        if table == "a":
            continue
        for name, _ in COLUMNS:
            op.drop_column(table, name)
            break
    for table in [t for t in TABLES if t != "a"]:
        op.drop_table(table)
    for table in tables_of_another_module:
        op.drop_table(table)


def not_said_when():
    global tables_of_another_module
