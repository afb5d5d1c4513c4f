from alembic import op

TABLE = "from_open"
_HIDDEN = "hidden"


def _drop():
    op.drop_table("dropped_in_secret")
