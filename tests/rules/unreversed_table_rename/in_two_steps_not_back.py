from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.rename_table("Users", "users_tmp")  # expect: unreversed-table-rename
    op.rename_table("users_tmp", "users")


def downgrade():
    op.execute("UPDATE users SET id = id")
