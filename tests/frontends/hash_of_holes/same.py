"""What is not known, under names that do not matter."""
import sqlalchemy as sa
from alembic import context, op

revision = "hh1"
down_revision = "hh0"


def upgrade():
    where = context.get_x_argument(as_dictionary=True)["schema"]
    name_of_table = compute("users")
    op.drop_table(name_of_table, schema=where)
    op.add_column("t", sa.Column(f"{name_of_table}_id", sa.Integer))
    op.execute(f"UPDATE {name_of_table} SET a = '{where}' WHERE b = {where}")
    op.create_index("ix_" + name_of_table, "t", [name_of_table])
    for k in sa.inspect(op.get_bind()).get_foreign_keys("t"):
        op.create_foreign_key(None, "t", k["referred_table"], ["a"], ["id"])
        if k["name"].startswith("x"):
            op.drop_constraint(k["name"], "t")


def downgrade():
    pass


def not_said_when():
    global compute
