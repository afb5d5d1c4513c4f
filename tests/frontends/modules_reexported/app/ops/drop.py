from alembic import op


def drop(name):
    op.drop_table("drop_" + name)
