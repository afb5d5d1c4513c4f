from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.execute("ALTER TABLE users RENAME TO accounts")  # expect: unreversed-table-rename


def downgrade():
    op.execute("DROP INDEX ix_accounts_name")
