"""Each is guarded by IF NOT EXISTS: MySQL too can run it again."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.execute("ALTER TABLE users ADD COLUMN IF NOT EXISTS a integer")
    op.execute("ALTER TABLE users ADD COLUMN IF NOT EXISTS b integer")


def downgrade():
    op.drop_column("users", "b")
    op.drop_column("users", "a")
