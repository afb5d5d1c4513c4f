from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.alter_column("users", "Name", new_column_name="name_tmp")
    op.alter_column("users", "name_tmp", new_column_name="name")


def downgrade():
    op.alter_column("users", "name", new_column_name="name_tmp")
    op.alter_column("users", "name_tmp", new_column_name="Name")
