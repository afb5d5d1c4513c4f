import sqlalchemy as sa
from alembic import op

revision = "s1"
down_revision = "s0"


def upgrade():
    op.create_table("t", sa.Column("a", sa.Integer()), sa.Column("b", sa.String(9)))
    op.rename_table("t", "u", "s")
    op.add_column("u", sa.Column("c", sa.Integer()), "s")
    # table, column, nullable, comment, server_default, new_column_name, type_, existing_type,
    # existing_server_default, existing_nullable, existing_comment, schema
    op.alter_column("u", "b", False, "why", "x", "d", sa.Text(), sa.String(9), "y", True, "was", "s")
    op.create_index("ix", "u", ["a", "c"], "s", True)
    op.create_unique_constraint("uq", "u", ["a"], "s")
    op.create_check_constraint("ck", "u", "a > 0", "s")
    op.create_primary_key("pk", "u", ["a"], "s")
    # onupdate, ondelete, deferrable, initially, match, source_schema, referent_schema
    op.create_foreign_key("fk", "u", "v", ["a"], ["id"], "CASCADE", "SET NULL", True, "DEFERRED",
                          "FULL", "s", "r")
    op.create_table_comment("u", "new", "old", "s")


def downgrade():
    op.drop_table_comment("u", "new", "s")
    op.drop_constraint("fk", "u", "foreignkey", "s")
    op.drop_constraint("pk", "u", "primary", "s")
    op.drop_constraint("ck", "u", "check", "s")
    op.drop_constraint("uq", "u", "unique", "s")
    op.drop_index("ix", "u", "s")
    op.drop_column("u", "c", "s")
    op.rename_table("u", "t", "s")
    op.drop_table("t", "s")
