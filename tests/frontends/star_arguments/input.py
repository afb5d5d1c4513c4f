import sqlalchemy as sa
from alembic import op

revision = "sa1"
down_revision = "sa0"

COLUMNS = [sa.Column("a", sa.Integer()), sa.Column("b", sa.Text())]
OPTIONS = {"nullable": False, "server_default": "0"}
INDEX = ("ix", "t", ["a"])


def upgrade():
    op.create_table("t", *COLUMNS, sa.Column("c", sa.Integer()), **{"schema": "s"})
    op.create_table("u", *columns_from_elsewhere())
    op.add_column("t", sa.Column("d", sa.Integer(), **OPTIONS))
    op.add_column("t", sa.Column("e", sa.Integer(), **unknown))
    op.create_index(*INDEX, unique=True)
    op.create_index(*unknown)
    op.alter_column("t", "f", **OPTIONS)
    op.alter_column("t", "g", **unknown)
    op.drop_column(*("t", "h"))
    op.drop_column(*unknown)
    op.drop_constraint("uq", **{"table_name": "t", "type_": "unique"})
    names = {**{"table_name": "v"}}
    op.drop_table(**names)
    args = [*INDEX]
    op.drop_index(args[0])
    first, *rest = ("x", "y", "z")
    op.drop_table(first)
    for name in rest:
        op.drop_table(name)


def downgrade():
    op.drop_table("t", **unknown)


def not_said_when():
    global columns_from_elsewhere, unknown
