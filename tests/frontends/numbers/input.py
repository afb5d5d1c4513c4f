import sqlalchemy as sa
from alembic import op

revision = "nu1"
down_revision = "nu0"

SIZE = 0x10
BIG = 1_000


def upgrade():
    op.alter_column("t", "a", type_=sa.String(SIZE * 2))
    op.alter_column("t", "a", type_=sa.String(BIG - 1))
    op.alter_column("t", "a", type_=sa.String(7 // 2 + 9 % 4))
    op.alter_column("t", "a", type_=sa.String(-(-3)))
    op.alter_column("t", "a", type_=sa.String(0o17 + 0b11))
    op.alter_column("t", "a", type_=sa.String(len("abcé")))
    op.alter_column("t", "a", type_=sa.String(max(3, 5)))
    op.alter_column("t", "a", type_=sa.String(int("12")))
    op.alter_column("t", "a", type_=sa.String(1 << 4))
    op.alter_column("t", "a", type_=sa.String(99999999999999999999999))
    op.alter_column("t", "a", server_default=str(1.5))
    op.alter_column("t", "a", server_default=str(True))
    op.alter_column("t", "a", server_default=1e3)
    if 3 > 2 >= 2 and not 1 > 2 and BIG >= 1000 and 1 <= 2:
        op.drop_table("yes")
    if 1 in (1, 2) and 3 not in [1] and "b" in "abc" and "k" in {"k": 1}:
        op.drop_table("also")
    if None is None and not None and SIZE is not None:
        op.drop_table("none")


def downgrade():
    pass
