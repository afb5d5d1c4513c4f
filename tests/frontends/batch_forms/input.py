import sqlalchemy as sa
from alembic import op

revision = "b1"
down_revision = "b0"


def upgrade():
    with op.batch_alter_table("users", schema="app") as batch_op:
        batch_op.add_column(sa.Column("a", sa.Integer(), nullable=True))
        batch_op.drop_column("b")
    with op.batch_alter_table(table_name="orders", recreate="always") as any_name_will_do:
        any_name_will_do.alter_column("total", new_column_name="sum", existing_type=sa.Integer())
        any_name_will_do.create_index("ix_orders_sum", ["sum"], unique=True)
        any_name_will_do.create_foreign_key("fk_user", "users", ["user_id"], ["id"])
        any_name_will_do.create_unique_constraint("uq_sum", ["sum"])
        any_name_will_do.create_check_constraint("ck_sum", "sum > 0")
        any_name_will_do.create_primary_key("pk_orders", ["id"])
        any_name_will_do.drop_constraint("old_fk", type_="foreignkey")
        any_name_will_do.drop_index("ix_old")
        any_name_will_do.drop_index(any_name_will_do.f("ix_older"))


def downgrade():
    batch = op.batch_alter_table("users")
    with batch as b:
        b.drop_column("a")
    with op.batch_alter_table("orders") as b, op.batch_alter_table("lines") as c:
        b.drop_constraint("uq_sum", "unique")
        c.alter_column(column_name="n", nullable=False)
