"""Copied on the way up, and not on the way down."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.add_column("users", sa.Column("login", sa.String(50)))
    op.execute("UPDATE users SET login = name")
    op.drop_column("users", "name")


def downgrade():
    op.add_column("users", sa.Column("name", sa.String(50)))
    op.drop_column("users", "login")
