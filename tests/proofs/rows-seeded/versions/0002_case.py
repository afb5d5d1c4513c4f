"""Rows that the upgrade inserts are deleted by the downgrade."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.execute("INSERT INTO users (id, name) VALUES (100, 'admin')")


def downgrade():
    op.execute("DELETE FROM users WHERE id = 100")
