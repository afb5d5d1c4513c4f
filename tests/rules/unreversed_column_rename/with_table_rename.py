from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.rename_table("users", "people")
    op.alter_column("people", "name", new_column_name="full_name")


def downgrade():
    op.rename_table("people", "users")
    op.alter_column("users", "full_name", new_column_name="name")
