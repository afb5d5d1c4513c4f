from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.rename_table("a", "b")  # expect: unreversed-table-rename
    op.rename_table("c", "d")


def downgrade():
    op.rename_table("d", "c")
