"""What is not known, under names that do not matter."""
import sqlalchemy as sa
from alembic import context, op

revision = "hh1"
down_revision = "hh0"


def upgrade():
    schema = context.get_x_argument(as_dictionary=True)["schema"]
    table = compute("users")
    op.drop_table(table, schema=schema)
    op.add_column("t", sa.Column(f"{table}_id", sa.Integer))
    op.execute(f"UPDATE {table} SET a = '{schema}' WHERE b = {schema} + 1")
    op.create_index("ix_" + table, "t", [table])
    for fk in sa.inspect(op.get_bind()).get_foreign_keys("t"):
        op.create_foreign_key(None, "t", fk["referred_table"], ["a"], ["id"])
        if fk["name"].startswith("x"):
            op.drop_constraint(fk["name"], "t")


def downgrade():
    pass


def not_said_when():
    global compute
