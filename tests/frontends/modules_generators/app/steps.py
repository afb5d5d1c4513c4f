from contextlib import contextmanager

from alembic import op


def tables():
    yield "a"
    yield "b"


@contextmanager
def quiet():
    op.execute("SET x = 1")
    yield
    op.execute("SET x = 2")
