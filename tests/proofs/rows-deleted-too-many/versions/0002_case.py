"""The downgrade empties the table that the upgrade put one row into."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.execute("INSERT INTO users (id, name) VALUES (100, 'admin')")


def downgrade():
    op.execute("DELETE FROM users")
