import sqlalchemy as sa
from alembic import op

revision = "ab1"
down_revision = "ab0"


def upgrade():
    with op.get_context().autocommit_block():
        op.create_index("ix", "t", ["a"], postgresql_concurrently=True)
        op.execute("ALTER TYPE kind ADD VALUE IF NOT EXISTS 'new'")
    op.add_column("t", sa.Column("b", sa.Integer()))
    op.execute("COMMIT")
    op.execute("ALTER TYPE kind ADD VALUE 'newer'")


def downgrade():
    context = op.get_context()
    with context.autocommit_block():
        op.drop_index("ix", table_name="t", postgresql_concurrently=True)
    with op.get_bind().begin() as connection:
        connection.execute(sa.text("DELETE FROM t"))
    with op.get_bind().begin_nested():
        op.drop_column("t", "b")
