from alembic import op


def make(table, *columns):
    op.create_index("ix_" + "_".join((table,) + columns), table, columns)
