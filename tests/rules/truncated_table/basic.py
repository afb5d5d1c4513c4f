from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.execute("TRUNCATE TABLE sessions")  # expect: truncated-table error high


def downgrade():
    op.execute("UPDATE users SET online = false")
