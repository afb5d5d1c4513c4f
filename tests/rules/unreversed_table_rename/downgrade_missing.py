from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():  # expect: missing-downgrade
    op.rename_table("users", "accounts")
