import sqlalchemy as sa
from alembic import op

revision = "s3"
down_revision = "s2"


def upgrade():
    with op.batch_alter_table("t", "s") as batch:
        batch.add_column(sa.Column("a", sa.Integer(), index=True), insert_before="b")
        # column, nullable, comment, server_default, new_column_name, type_, existing_type,
        # existing_server_default, existing_nullable, existing_comment
        batch.alter_column("b", False, "why", "x", "d", sa.Text(), sa.String(9), "y", True, "was")
        batch.create_index("ix", ["a"], unique=True, postgresql_where=sa.text("a > 0"))
        batch.create_unique_constraint("uq", ["a"])
        batch.create_check_constraint("ck", sa.column("a") > 0)
        batch.create_primary_key("pk", ["a"])
        # constraint, referent, local, remote, referent_schema, onupdate, ondelete, deferrable,
        # initially, match
        batch.create_foreign_key("fk", "v", ["a"], ["id"], "r", "CASCADE", "SET NULL", True,
                                 "DEFERRED", "FULL")
        batch.create_exclude_constraint("ex", ("a", "="))
        batch.create_table_comment("new", existing_comment="old")


def downgrade():
    with op.batch_alter_table(table_name="t", schema="s", recreate="always",
                              naming_convention={"uq": "uq_%(table_name)s"}) as changes:
        changes.drop_table_comment(existing_comment="new")
        changes.drop_constraint("ex")
        changes.drop_constraint(constraint_name="fk", type_="foreignkey")
        changes.drop_constraint("uq", "unique")
        changes.drop_index(index_name="ix")
        changes.alter_column(column_name="d", new_column_name="b", existing_type=sa.Text(),
                             type_=sa.String(9), insert_after="a")
        changes.drop_column(column_name="a")
        changes.execute("UPDATE s.t SET b = ''")
