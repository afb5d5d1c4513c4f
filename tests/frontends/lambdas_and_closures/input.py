import functools

import sqlalchemy as sa
from alembic import op

revision = "v1"
down_revision = "v0"

drop = lambda name: op.drop_table(name)
add = functools.partial(op.add_column, "p")


def make(prefix):
    def inner(name, *, suffix=""):
        op.drop_table(prefix + name + suffix)

    return inner


def decorated(function):
    return function


@decorated
def work(table):
    op.drop_column(table, "d")


def upgrade():
    drop("a")
    old = make("old_")
    old("b")
    old("c", suffix="_x")
    work("t")
    counter = 0

    def bump():
        nonlocal counter
        counter += 1
        op.drop_table("n%d" % counter)

    bump()
    operation = op.drop_index
    operation("ix")
    steps = [lambda: op.drop_table("s1"), lambda: op.drop_table("s2")]
    for step in steps:
        step()
    {"x": op.drop_table}["x"]("y")
    getattr(op, "drop_table")("z")
    add(sa.Column("q", sa.Integer()))
    list(map(op.drop_table, ["m1", "m2"]))
    functools.reduce(unknown, [1])


def downgrade():
    (lambda: op.drop_table("iife"))()
    drop(name="k")


def not_said_when():
    global unknown
