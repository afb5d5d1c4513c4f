"""Constants, loops, f-strings, parameters, contexts, results of functions, names bound again."""
from alembic import op
import sqlalchemy as sa

revision = "a1"
down_revision = None

SCHEMA = "shop"
TABLES = [
    "users",
    "orders",
]
LENGTH = 20
TEXT = sa.String(LENGTH)


def add(name, type_=TEXT, *, nullable=True):
    op.add_column(TABLES[0], sa.Column(name, type_, nullable=nullable), schema=SCHEMA)


def index_name(table):
    prefix = "ix_"
    return prefix + table


def drop_all(*names, **options):
    for name in names:
        op.drop_table(name, schema=options["schema"])


class Helper:
    prefix = "old_"

    def drop(self, name):
        op.drop_table(self.prefix + name)


def upgrade():
    op.drop_table("literal")
    for number, table in enumerate(TABLES):
        op.drop_index(index_name(table), table_name=table)
    add("phone")
    add(type_=sa.Text(), name=f"{SCHEMA}_note", nullable=False)
    add(*["unpacked"])
    sql = f"CREATE TABLE {SCHEMA}_t"
    sql += " (id int)"
    op.execute(sql)
    sql = "DROP TABLE other"
    op.execute(sql)
    for sql in ["DROP TABLE %s" % t for t in TABLES]:
        op.execute(sql)
    with op.batch_alter_table(TABLES[1]) as batch:
        batch.drop_column("total")
    drop_all(TABLES[1], "more", schema=SCHEMA)
    Helper().drop("stock")


def downgrade():
    old, new = "before", "after"
    op.rename_table(old, new)
    users = sa.table(TABLES[0], sa.column("id"))
    op.execute(users.delete().where(users.c.id == LENGTH))
