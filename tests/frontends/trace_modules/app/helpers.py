from alembic import op

from app.names import PREFIX

TABLES = (
    "users",
    "orders",
)


def drop(name):
    op.drop_table(f"{PREFIX}_{name}")
