"""helpers and constants of a file of the same tree"""
import sqlalchemy as sa
from alembic import op

from app.migrations.helpers import TABLES, add_created_at, column_exists, drop_created_at

revision = "a1"
down_revision = None


def upgrade():
    for table in TABLES:
        add_created_at(table)
    if not column_exists("users", "phone"):
        op.add_column("users", sa.Column("phone", sa.String(32)))


def downgrade():
    op.drop_column("users", "phone")
    for table in reversed(TABLES):
        drop_created_at(table, if_there=True)
