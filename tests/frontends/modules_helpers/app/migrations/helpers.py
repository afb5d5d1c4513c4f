import sqlalchemy as sa
from alembic import op

TABLES = ["users"]
TABLES.append("orders")


def column_exists(table, column):
    inspector = sa.inspect(op.get_bind())
    return column in [c["name"] for c in inspector.get_columns(table)]


def add_created_at(table, name="created_at"):
    op.add_column(table, sa.Column(name, sa.DateTime(), server_default=sa.func.now()))


def drop_created_at(table, if_there=False):
    if if_there and not column_exists(table, "created_at"):
        return
    op.drop_column(table, "created_at")
