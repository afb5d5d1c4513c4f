import sqlalchemy as sa
from alembic import op

revision = "s2"
down_revision = "s1"


def upgrade():
    op.create_table("t", sa.Column("a", sa.Integer()), schema="s", if_not_exists=True, comment="c")
    op.rename_table(old_table_name="t", new_table_name="u", schema="s")
    op.add_column(table_name="u", column=sa.Column("c", sa.Integer()), schema="s",
                  if_not_exists=True, inline_references=True)
    op.alter_column(table_name="u", column_name="b", nullable=False, comment="why",
                    server_default="x", new_column_name="d", type_=sa.Text(),
                    existing_type=sa.String(9), existing_server_default="y",
                    existing_nullable=True, existing_comment="was", schema="s")
    op.create_index(index_name="ix", table_name="u", columns=["a", "c"], schema="s", unique=True,
                    if_not_exists=True)
    op.create_unique_constraint(constraint_name="uq", table_name="u", columns=["a"], schema="s",
                                deferrable=True, initially="IMMEDIATE")
    op.create_check_constraint(constraint_name="ck", table_name="u", condition="a > 0", schema="s")
    op.create_primary_key(constraint_name="pk", table_name="u", columns=["a"], schema="s")
    op.create_foreign_key(constraint_name="fk", source_table="u", referent_table="v",
                          local_cols=["a"], remote_cols=["id"], onupdate="CASCADE",
                          ondelete="SET NULL", deferrable=True, initially="DEFERRED", match="FULL",
                          source_schema="s", referent_schema="r", postgresql_not_valid=True)
    op.create_exclude_constraint("ex", "u", ("room", "="), (sa.column("during"), "&&"),
                                 using="gist", where=sa.column("live").is_(True), schema="s",
                                 deferrable=True, initially="DEFERRED")
    op.create_table_comment(table_name="u", comment="new", existing_comment="old", schema="s")
    op.execute(sqltext="UPDATE s.u SET a = 1", execution_options={"autocommit": True})
    op.bulk_insert(table=sa.table("u", sa.column("a"), schema="s"), rows=[{"a": 1}],
                   multiinsert=False)


def downgrade():
    op.drop_table_comment(table_name="u", existing_comment="new", schema="s")
    op.drop_constraint(constraint_name="fk", table_name="u", type_="foreignkey", schema="s",
                       if_exists=True)
    op.drop_index(index_name="ix", table_name="u", schema="s", if_exists=True)
    op.drop_column(table_name="u", column_name="c", schema="s", if_exists=True)
    op.drop_column("u", "d", mssql_drop_check=True)
    op.drop_table(table_name="u", schema="s", if_exists=True)
