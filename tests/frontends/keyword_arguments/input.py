import sqlalchemy as sa
from alembic import op

revision = "a1"
down_revision = "a0"


def upgrade():
    op.add_column(table_name="t", column=sa.Column(name="a", type_=sa.Integer(), nullable=False))
    op.add_column("t", column=sa.Column("b", type_=sa.Text), schema="s")
    op.drop_column(column_name="c", table_name="t")
    op.rename_table(new_table_name="v", old_table_name="u")
    op.create_index(index_name="ix_t_a", columns=["a"], table_name="t", unique=True)
    op.create_unique_constraint(constraint_name="uq", table_name="t", columns=["a", "b"])
    op.create_foreign_key(
        constraint_name="fk", source_table="t", referent_table="v", local_cols=["a"],
        remote_cols=["id"], ondelete="CASCADE", source_schema="s", referent_schema="r",
    )
    op.create_check_constraint(constraint_name="ck", table_name="t", condition="a > 0")
    op.create_primary_key(constraint_name="pk", table_name="t", columns=["a"])
    op.drop_constraint(constraint_name="uq", table_name="t", type_="unique")
    op.drop_index(index_name="ix_t_a", table_name="t")
    op.execute(sqltext="DELETE FROM t")
    op.alter_column(table_name="t", column_name="a", new_column_name="z")


def downgrade():
    op.drop_table(table_name="t", schema="s")
    op.create_table(table_name="t")
