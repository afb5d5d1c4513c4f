"""Both ways ask the catalog itself, by SQL."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    found = op.get_bind().execute(
        sa.text("SELECT 1 FROM information_schema.columns WHERE table_name = 'users' AND column_name = 'nick'")
    )
    if not found.fetchone():
        op.add_column("users", sa.Column("nick", sa.String(50)))


def downgrade():
    found = op.get_bind().execute(
        sa.text("SELECT 1 FROM information_schema.columns WHERE table_name = 'users' AND column_name = 'nick'")
    )
    if found.fetchone():
        op.drop_column("users", "nick")
