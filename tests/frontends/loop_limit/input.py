from alembic import op

revision = "ll1"
down_revision = "ll0"

NAMES = ["a"] * 1200


def upgrade():
    for i in range(2000):
        op.drop_table("t%d" % i)
    for name in range(10 ** 12):
        pass
    op.drop_table("after")


def downgrade():
    for i, name in enumerate(NAMES):
        if i > 1:
            continue
        op.drop_table(name)
