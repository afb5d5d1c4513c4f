"""Holes, and why there is nothing in them."""
from alembic import context, op
import sqlalchemy as sa

revision = "a1"
down_revision = None

if context.get_x_argument():
    PREFIX = "x"
else:
    PREFIX = "y"


def upgrade(schema):
    op.drop_table(sa.inspect(op.get_bind()).get_table_names()[0])
    op.drop_table(PREFIX + "_users")
    op.drop_table("t", schema=schema)
    op.drop_table(nowhere)
    for row in op.get_bind().execute(sa.text("SELECT name FROM tables")):
        op.execute(f"DROP TABLE {row.name}")
    op.drop_table("t_" + op.get_context().as_sql)
    op.execute(open("tables.sql").read())


def downgrade():
    unknown_call(PREFIX)


def not_said_when():
    global nowhere, unknown_call
