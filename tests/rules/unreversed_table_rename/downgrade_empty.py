from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.rename_table("users", "accounts")


def downgrade():  # expect: empty-downgrade
    pass
