from alembic import op


def add(name):
    op.drop_table("add_" + name)
