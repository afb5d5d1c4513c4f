"""Indexes of MySQL have names in their tables only; what is there is not made twice."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    inspector = sa.inspect(op.get_bind())
    if "nick" not in [column["name"] for column in inspector.get_columns("users")]:
        op.add_column("users", sa.Column("nick", sa.String(50)))
    if not any(index["name"] == "ix_users_nick" for index in inspector.get_indexes("users")):
        op.create_index("ix_users_nick", "users", ["nick"])
    if not any(index["name"] == "ix_users_name" for index in inspector.get_indexes("users")):
        op.create_index("ix_users_name", "users", ["name"])


def downgrade():
    op.drop_index("ix_users_name", table_name="users")
    op.drop_column("users", "nick")
