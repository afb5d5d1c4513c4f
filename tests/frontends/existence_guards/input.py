import sqlalchemy as sa
from alembic import op
from sqlalchemy.engine.reflection import Inspector

revision = "x1"
down_revision = "x0"


def _has_table(name):
    return sa.inspect(op.get_bind()).has_table(name)


def _has_column(table, column):
    inspector = Inspector.from_engine(op.get_bind())
    for found in inspector.get_columns(table):
        if found["name"] == column:
            return True
    return False


def _columns(table):
    return {c["name"] for c in sa.inspect(op.get_bind()).get_columns(table)}


def upgrade():
    inspector = sa.inspect(op.get_bind())
    if "phone" not in [c["name"] for c in inspector.get_columns("users")]:
        op.add_column("users", sa.Column("phone", sa.String()))
    if not inspector.has_table("orders"):
        op.create_table("orders", sa.Column("id", sa.Integer(), primary_key=True))
    if not _has_table("lines"):
        op.create_table("lines", sa.Column("id", sa.Integer(), primary_key=True))
    if not _has_column("users", "mail"):
        op.add_column("users", sa.Column("mail", sa.String()))
    if "age" not in _columns("users"):
        op.add_column("users", sa.Column("age", sa.Integer()))
    indexes = {i["name"] for i in inspector.get_indexes("users")}
    if "ix_users_mail" in indexes:
        op.drop_index("ix_users_mail", "users")
    for fk in inspector.get_foreign_keys("users"):
        if fk["referred_table"] == "orders":
            op.drop_constraint(fk["name"], "users", type_="foreignkey")


def downgrade():
    conn = op.get_bind()
    found = conn.execute(sa.text("SELECT 1 FROM information_schema.tables WHERE table_name = 't'"))
    if found.scalar():
        op.drop_table("t")
    if _has_column("users", "mail"):
        op.drop_column("users", "mail")
