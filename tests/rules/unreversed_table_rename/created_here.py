from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.create_table("accounts_new", sa.Column("id", sa.Integer()))
    op.rename_table("accounts_new", "accounts")


def downgrade():
    op.drop_table("accounts")
