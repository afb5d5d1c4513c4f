import sqlalchemy as sa
from alembic import context, op

revision = "d1"
down_revision = "d0"


def upgrade():
    dialect = op.get_bind().dialect.name
    if dialect == "postgresql":
        op.execute("DROP TABLE pg")
    elif dialect in ("mysql", "mariadb"):
        op.execute("DROP TABLE my")
    else:
        op.execute("DROP TABLE rest")
    if dialect != "sqlite":
        op.drop_table("not_sqlite")
    if "sqlite" == dialect:
        op.drop_table("reversed")
    if dialect not in ("sqlite", "mysql"):
        op.drop_table("not_in")
    if not dialect == "oracle":
        op.drop_table("negated")
    if op.get_context().dialect.name.startswith("postgres"):
        op.drop_table("starts")
    if context.get_context().dialect.name == "mssql":
        op.drop_table("context")
    conn = op.get_bind()
    if conn.engine.name == "mysql" and conn.dialect.name != "mariadb":
        op.drop_table("both")
    is_pg = conn.dialect.name == "postgresql"
    if is_pg:
        op.drop_table("named")
    if is_pg and unknown:
        op.drop_table("and_unknown")
    op.drop_table("pg_choice" if is_pg else "other_choice")
    if isinstance(conn.dialect, sa.dialects.postgresql.dialect):
        op.drop_table("is_instance")
    kind = sa.Text() if dialect == "mysql" else sa.String(5)
    op.alter_column("t", "a", type_=kind)


def is_sqlite():
    return op.get_bind().dialect.name == "sqlite"


def downgrade():
    if is_sqlite():
        return
    op.drop_table("helper")
    if op.get_bind().dialect.name == "postgresql":
        if unknown:
            op.drop_table("nested")
    {"postgresql": lambda: op.drop_table("table_of_functions")}[op.get_bind().dialect.name]()
