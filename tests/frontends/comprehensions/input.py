import sqlalchemy as sa
from alembic import op

revision = "l1"
down_revision = "l0"

NAMES = ["a", "b", "c"]


def upgrade():
    op.create_table("t", *[sa.Column(n, sa.Integer()) for n in NAMES])
    [op.drop_column("u", n) for n in NAMES if n != "b"]
    ", ".join(op.f(n) for n in NAMES)
    op.execute("INSERT INTO t (%s) SELECT 1, 2, 3" % ", ".join(f"{n}" for n in NAMES))
    sizes = {n: len(n) for n in NAMES}
    for n, size in sizes.items():
        op.create_index("ix_%s_%d" % (n, size), "t", [n])
    [op.drop_table(n) for n in read_from_elsewhere()]
    op.create_index("ix_all", "t", list(NAMES))
    op.create_index("ix_two", "t", [a + b for a in ("x", "y") for b in ("1", "2")])
    op.create_index("ix_cut", "t", NAMES[:2])


def downgrade():
    any(op.drop_index(f"ix_{n}") for n in NAMES)
