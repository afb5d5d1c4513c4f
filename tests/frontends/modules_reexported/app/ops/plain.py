from alembic import op


def run(name):
    op.drop_table("plain_" + name)
