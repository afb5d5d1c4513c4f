from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.rename_table("Users", "users_tmp")
    op.rename_table("users_tmp", "users")


def downgrade():
    op.rename_table("users", "users_tmp")
    op.rename_table("users_tmp", "Users")
