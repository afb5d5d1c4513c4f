import contextlib

import sqlalchemy as sa
from alembic import context, op

revision = "ct1"
down_revision = "ct0"


@contextlib.contextmanager
def foreign_keys_off():
    op.execute("PRAGMA foreign_keys=OFF")
    yield
    op.execute("PRAGMA foreign_keys=ON")


class Lock:
    def __enter__(self):
        op.execute("LOCK TABLE t")
        return self

    def __exit__(self, *args):
        pass


def upgrade():
    with foreign_keys_off():
        op.drop_table("a")
    with Lock():
        op.drop_table("b")
    with op.get_context().begin_transaction():
        op.drop_table("c")
    with op.get_bind().connect() as connection, connection.begin():
        connection.execute(sa.text("DELETE FROM d"))
    with open("data.sql") as f:
        op.execute(f.read())
    with contextlib.suppress(Exception):
        op.drop_table("e")


def downgrade():
    with (
        op.batch_alter_table("f") as f,
        op.batch_alter_table("g") as g,
    ):
        f.drop_column("x")
        g.drop_column("y")
