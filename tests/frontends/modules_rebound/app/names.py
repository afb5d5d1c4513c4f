from alembic import op

NAME = "old"
OTHER = "other"


def set_name():
    global NAME
    NAME = "new"


def set_maybe(bind):
    global NAME
    if bind.has_table("t"):
        NAME = "perhaps"


def drop():
    op.drop_table(NAME)


def drop_other():
    op.drop_table(OTHER)
