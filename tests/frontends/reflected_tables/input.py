"""Objects that are found through Table(…, autoload=True), maps of objects, attributes of types."""
import sqlalchemy as sa
from alembic import op

revision = "a1"
down_revision = None

kind = sa.Enum("small", "large", name="kind")


def drop_key(column, target):
    table = column.table
    for key in table.foreign_keys.copy():
        with op.batch_alter_table(table.name) as batch:
            if key.column == target and key.parent == column:
                batch.drop_constraint(key.constraint.name, type_="foreignkey")


def upgrade():
    metadata = sa.MetaData()
    users = sa.Table("users", metadata, autoload=True)
    orders = sa.Table("orders", metadata, autoload_with=op.get_bind())
    drop_key(orders.c.user_id, users.c.id)
    inspector = sa.inspect(op.get_bind())
    unique = {tuple(sorted(one["column_names"])): one["name"]
              for one in inspector.get_unique_constraints("orders")}
    for key in inspector.get_foreign_keys("orders"):
        name = unique.get(tuple(sorted(key["constrained_columns"])))
        if name:
            op.drop_constraint(name, "orders", type_="unique")
    op.execute("CREATE TYPE %s AS ENUM (%s)" % (kind.name, ", ".join("'" + one + "'" for one in kind.enums)))


def downgrade():
    inspector = sa.inspect(op.get_bind())
    primary = inspector.get_pk_constraint("orders").get("name") or "pk_orders"
    op.drop_constraint(primary, "orders", type_="primary")
    tables = inspector.get_table_names()
    if "one" in tables and "two" in tables:
        op.drop_table("two")
    if "one" not in tables or "two" not in tables:
        op.create_table("two", sa.MetaData(), sa.Column("id", sa.Integer()))
    mysql = is_mysql(op.get_bind())
    if mysql:
        op.drop_table("three")


def is_mysql(engine):
    version = engine.dialect.server_version_info
    if engine.dialect.dialect_description.startswith("mysql") and version >= (5, 6):
        return True
    if "MariaDB" in version:
        return True
    return False
