import sqlalchemy as sa
from alembic import op

revision = "ce1"
down_revision = "ce0"


def upgrade():
    is_pg = op.get_bind().dialect.name == "postgresql"
    op.drop_table("a") if is_pg else op.drop_table("b")
    is_pg and op.drop_table("c")
    is_pg or op.drop_table("d")
    [op.drop_table(t) for t in ("e", "f") if exists(t)]
    if is_pg and not sa.inspect(op.get_bind()).has_table("g"):
        op.drop_table("g")
    else:
        op.drop_table("h")
    if is_pg or unknown:
        op.drop_table("i")
    else:
        op.drop_table("j")


def downgrade():
    for column in sa.inspect(op.get_bind()).get_columns("t"):
        if column["name"] == "x":
            return
    op.add_column("t", sa.Column("x", sa.Integer()))
    for row in op.get_bind().execute(sa.text("SELECT 1 FROM t")):
        raise RuntimeError("t is not empty")
    op.drop_table("t")
