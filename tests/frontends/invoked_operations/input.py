import sqlalchemy as sa
from alembic import op
from alembic.migration import MigrationContext
from alembic.operations import Operations, ops

revision = "iv1"
down_revision = "iv0"


async def fill(connection, value):
    await connection.execute(sa.text("UPDATE t SET a = 1"))


def upgrade():
    op.invoke(ops.CreateTableOp("t", [sa.Column("a", sa.Integer()), sa.UniqueConstraint("a")]))
    op.invoke(ops.AddColumnOp("t", sa.Column("b", sa.Integer()), schema="s"))
    op.invoke(ops.CreateIndexOp("ix", "t", ["a"], unique=True))
    op.invoke(ops.ExecuteSQLOp("UPDATE t SET a = 2"))
    op.invoke(ops.AlterColumnOp("t", "a", modify_nullable=False))
    op.run_async(fill, 1)
    other = Operations(MigrationContext.configure(op.get_bind()))
    other.rename_table("t", "u")
    with Operations.context(op.get_context()) as inner:
        inner.drop_index("ix", table_name="u")


def downgrade():
    op.invoke(ops.DropColumnOp("t", "b"))
    op.invoke(ops.DropConstraintOp("uq", "t", type_="unique"))
    op.invoke(ops.RenameTableOp("u", "t"))
    op.invoke(ops.DropTableOp("t", schema="s"))
