"""The same with IF NOT EXISTS: the second run goes through."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.execute("ALTER TABLE users ADD COLUMN IF NOT EXISTS nick varchar(50)")
    op.execute("COMMIT")
    op.execute("ALTER TABLE users ADD COLUMN IF NOT EXISTS mail varchar(50)")


def downgrade():
    op.drop_column("users", "mail")
    op.drop_column("users", "nick")
