from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


from app.tables import RENAMED


def upgrade():
    op.rename_table("users", "accounts")  # expect: unreversed-table-rename low


def downgrade():
    for old, new in RENAMED:
        op.rename_table(new, old)
