"""Names that are read from the live schema: what a replay would find."""
import sqlalchemy as sa
from alembic import op

revision = "rn1"
down_revision = "rn0"

T = "users"


def remove(table, foreign_keys):
    for key in foreign_keys:
        op.drop_constraint(constraint_name=key["name"], table_name=table, type_="foreignkey")


def find(inspector, columns):
    for unique in inspector.get_unique_constraints(T):
        if unique["column_names"] == columns:
            return unique["name"]
    return None


def loops():
    inspector = sa.inspect(op.get_bind())
    for fk in inspector.get_foreign_keys(T):
        op.drop_constraint(fk["name"], T, type_="foreignkey")
    for fk in inspector.get_foreign_keys(T, schema="s"):
        if fk["referred_table"] == "orders" and fk["options"].get("ondelete") != "CASCADE":
            op.drop_constraint(op.f(fk["name"]), T, type_="foreignkey")
    for fk in inspector.get_foreign_keys(T):
        if "org_id" in fk["constrained_columns"]:
            if fk["name"] is not None:
                op.drop_constraint(fk["name"], T, type_="foreignkey")
    for fk in inspector.get_foreign_keys(T):
        if fk["referred_table"] not in ("a", "b"):
            continue
        op.drop_constraint(fk["name"], T, type_="foreignkey")
        break
    for index in inspector.get_indexes(T):
        if not index["unique"] and index["name"].startswith("ix_"):
            op.drop_index(index["name"], table_name=T)
    for index in inspector.get_indexes(T):
        if len(index["column_names"]) > 1 and index["name"].endswith("_x"):
            op.drop_index(index["name"], table_name=T)
    for column in inspector.get_columns(T):
        if column["name"] in ("a", "b"):
            op.alter_column(T, column["name"], nullable=True)
        elif column["name"] != "id":
            op.drop_column(T, column["name"])
    for check in inspector.get_check_constraints(T):
        op.execute(f"ALTER TABLE users DROP CONSTRAINT {check['name']}")


def lists():
    inspector = sa.inspect(op.get_bind())
    names = [fk["name"] for fk in inspector.get_foreign_keys(T) if fk["referred_table"] == "orders"]
    for name in names:
        op.drop_constraint(name, T, type_="foreignkey")
    op.drop_constraint(names[0], T, type_="foreignkey")
    indexes = sorted({i["name"] for i in inspector.get_indexes(T)})
    for name in indexes:
        if "old" in name:
            op.drop_index(name, table_name=T)
    for key in (k for k in inspector.get_foreign_keys(T) if k["constrained_columns"] == ["a", "b"]):
        op.drop_constraint(key["name"], T, type_="foreignkey")
    remove(T, inspector.get_foreign_keys(T))
    remove(T, [k for k in inspector.get_foreign_keys(T) if k["referred_table"] == "o"])


def one():
    inspector = sa.inspect(op.get_bind())
    op.drop_constraint(inspector.get_pk_constraint(T)["name"], T, type_="primary")
    key = inspector.get_pk_constraint(T)
    op.drop_constraint(key.get("name"), T)
    op.drop_constraint(next(u["name"] for u in inspector.get_unique_constraints(T) if u["column_names"] == ["a"]), T)
    found = next((u for u in inspector.get_unique_constraints(T) if u["name"] != "keep"), None)
    if found:
        op.drop_constraint(found["name"], T)
    op.drop_constraint(find(inspector, ["a"]), T, type_="unique")
    name = None
    for fk in inspector.get_foreign_keys(T):
        if fk["referred_table"] == "orders":
            name = fk["name"]
    if name:
        op.drop_constraint(name, T)
    op.drop_constraint(inspector.get_foreign_keys(T)[0]["name"] or "fk_users", T)
    with op.batch_alter_table(T) as batch_op:
        for u in inspector.get_unique_constraints(T):
            batch_op.drop_constraint(u["name"], type_="unique")


def tables():
    inspector = sa.inspect(op.get_bind())
    for table in inspector.get_table_names():
        for fk in inspector.get_foreign_keys(table):
            op.drop_constraint(fk["name"], table, type_="foreignkey")
    for table in inspector.get_table_names(schema="s"):
        if table != "alembic_version":
            op.drop_table(table)
            op.add_column(table, sa.Column("a", sa.Integer))


def others(names):
    inspector = sa.inspect(op.get_bind())
    for fk in names:
        op.drop_constraint(fk["name"], T)
    for fk in inspector.get_foreign_keys(T):
        op.drop_constraint("old_" + fk["name"], T)
        op.drop_constraint(fk["referred_table"], T)


def upgrade():
    loops()
    lists()


def downgrade():
    one()
    tables()
    others(unknown)


def not_said_when():
    global unknown
