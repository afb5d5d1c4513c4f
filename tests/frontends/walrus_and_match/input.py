import sqlalchemy as sa
from alembic import op

revision = "y1"
down_revision = "y0"


def upgrade():
    if (name := "t1"):
        op.drop_table(name)
    print(other := "t2")
    op.drop_table(other)
    match op.get_bind().dialect.name:
        case "postgresql":
            op.drop_table("pg")
        case "mysql" | "mariadb":
            op.drop_table("my")
        case _:
            op.drop_table("rest")
    kind = "b"
    match kind:
        case "a":
            op.drop_table("a")
        case "b":
            op.drop_table("b")
        case _:
            op.drop_table("c")
    while chunk := read():
        op.execute("DELETE FROM chunk")
    match unknown:
        case {"x": x}:
            op.drop_table(x)
        case [first, *rest] if first:
            op.drop_table(first)


def downgrade():
    match unknown:
        case 1:
            return
    op.drop_table("after")


def not_said_when():
    global read
