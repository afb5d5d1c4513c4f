"""Rows that are made from rows of the same table, and deleted again: those that were there keep their values."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.execute("INSERT INTO users (id, name, kind) SELECT id + 100, name, 'copy' FROM users WHERE kind IS NULL")


def downgrade():
    op.execute("DELETE FROM users WHERE kind = 'copy'")
