from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.execute("ALTER TABLE users DROP COLUMN phone")  # expect: dropped-column


def downgrade():
    op.execute("ALTER TABLE users ADD COLUMN phone text")
