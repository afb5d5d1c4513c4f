from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.rename_table("users", "accounts")  # expect: unreversed-table-rename error high
    op.add_column("accounts", sa.Column("kind", sa.Text()))


def downgrade():
    op.drop_column("accounts", "kind")
