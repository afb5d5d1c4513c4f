from contextlib import contextmanager

from alembic import op


@contextmanager
def without_index(name, table):
    op.drop_index(name, table_name=table)
    yield name
    op.create_index(name, table, ["a"])
