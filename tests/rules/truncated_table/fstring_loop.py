from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    for table in ("sessions", "tokens"):
        op.execute(f"TRUNCATE TABLE {table}")  # expect: truncated-table


def downgrade():
    op.execute("UPDATE users SET online = false")
