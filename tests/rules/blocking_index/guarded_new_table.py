# dialects: postgresql
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def _exists(name):
    row = op.get_bind().execute(
        sa.text("SELECT 1 FROM information_schema.tables WHERE table_name = :n"), {"n": name})
    return row.scalar() is not None


def upgrade():
    if not _exists("queue"):
        op.create_table("queue", sa.Column("state", sa.Text()))
    op.create_index("ix", "queue", ["state"])


def downgrade():
    op.drop_table("queue")
