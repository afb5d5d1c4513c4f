import sqlalchemy as sa
from alembic import op

revision = "d1"
down_revision = "d0"


def upgrade():
    op.alter_column("t", "a", nullable=False)
    op.alter_column("t", "a", nullable=True, existing_type=sa.String(10), existing_nullable=False)
    op.alter_column("t", "a", type_=sa.Text(), existing_type=sa.String(10))
    op.alter_column("t", "a", existing_type=sa.Integer(), type_=sa.BigInteger(),
                    postgresql_using="a::bigint", nullable=False)
    op.alter_column("t", "a", server_default=None)
    op.alter_column("t", "a", server_default="5", existing_server_default="4")
    op.alter_column("t", "a", server_default=sa.text("now()"))
    op.alter_column("t", "a", server_default=sa.func.now())
    op.alter_column("t", "a", server_default=False)
    op.alter_column("t", "a", comment="why", existing_comment="old")
    op.alter_column("t", "a", comment=None)
    op.alter_column("t", "a", new_column_name="b")
    op.alter_column("t", "b", new_column_name="c", type_=sa.Integer, nullable=False,
                    server_default="1", schema="s")
    op.alter_column("t", "c", False)
    op.alter_column("t", "c", existing_type=sa.Integer())
    op.alter_column("t", "c", existing_type=sa.Integer(), autoincrement=True)
    op.alter_column("t", column_name="c", nullable=UNKNOWN)


def downgrade():
    with op.batch_alter_table("t") as batch:
        batch.alter_column("c", nullable=True)
        batch.alter_column("c", type_=sa.String(length=5))


def not_said_when():
    global UNKNOWN
