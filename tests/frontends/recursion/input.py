from alembic import op

revision = "re1"
down_revision = "re0"


def down(n):
    op.drop_table("t%d" % n)
    down(n - 1)


def ping(n):
    pong(n)


def pong(n):
    op.drop_index("ix")
    ping(n)


def upgrade():
    down(3)
    ping(1)
    op.drop_table("after")


def downgrade():
    y = lambda: y()
    y()
