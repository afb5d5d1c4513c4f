from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.execute("ALTER TABLE users RENAME TO accounts")


def downgrade():
    op.execute("ALTER TABLE accounts RENAME TO users")
