from alembic import op

names = ["a"]


def upgrade():
    names.append("b")
    for name in names:
        op.execute("CREATE TABLE %s (id int)" % name)


def down():
    for name in names:
        op.drop_table(name)
