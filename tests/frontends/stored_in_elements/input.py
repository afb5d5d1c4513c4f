"""What is stored in the elements of a list that the database gives."""
import sqlalchemy as sa
from alembic import op

revision = "a1"
down_revision = None


def again(table, keys):
    for key in keys:
        op.drop_constraint(key["name"], table, type_="foreignkey")
    for key in keys:
        op.create_foreign_key(key["name"], table, key["referred_table"], key["constrained_columns"],
                              key["referred_columns"], ondelete=key["options"].get("ondelete"))


def upgrade():
    inspector = sa.inspect(op.get_bind())
    keys = inspector.get_foreign_keys("orders")
    for key in keys:
        key["options"]["ondelete"] = "CASCADE"
    again("orders", keys)
    # of one of them, and of it only
    for key in inspector.get_foreign_keys("lines"):
        if key["constrained_columns"] == ["order_id"]:
            key["options"]["ondelete"] = "SET NULL"
            again("lines", [key])
            return


def downgrade():
    inspector = sa.inspect(op.get_bind())
    keys = inspector.get_foreign_keys("orders")
    # not of each of them
    for key in keys:
        if key["referred_table"] == "users":
            key["options"]["ondelete"] = "CASCADE"
    again("orders", keys)
    first = inspector.get_foreign_keys("lines")
    for key in first:
        key["options"]["ondelete"] = "CASCADE"
        break
    again("lines", first)
