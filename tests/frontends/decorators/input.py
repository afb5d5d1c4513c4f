"""Decorators: what they make of a function is what is called."""
import functools

from alembic import op
from app.steps import STEPS, online_only, step
from elsewhere import retry

revision = "dc1"
down_revision = "dc0"

HERE = []
NAMED = {}


def register(function):
    HERE.append(function)
    return function


def named(name):
    def decorator(function):
        NAMED[name] = function
        return function

    return decorator


def twice(function):
    def wrapper(*args):
        function(*args)
        function(*args)

    return wrapper


@register
def first():
    op.drop_table("registered_here")


@named("second")
def second():
    op.drop_table("registered_by_name")


@step
def third():
    op.drop_table("registered_elsewhere")


@twice
def fourth(table):
    op.drop_column(table, "twice")


@online_only
def fifth(table, column="b"):
    op.drop_column(table, column)


@online_only
def sixth():
    fifth("online")


@retry(times=3)
def seventh():
    op.drop_table("retried")


@functools.lru_cache(maxsize=None)
def eighth():
    op.drop_table("cached")


def upgrade():
    for function in HERE:
        function()
    NAMED["second"]()
    for function in STEPS:
        function()
    fourth("t")
    fifth("t", column="a")
    sixth()
    seventh()
    eighth()


@online_only
def downgrade():
    op.drop_table("decorated")
