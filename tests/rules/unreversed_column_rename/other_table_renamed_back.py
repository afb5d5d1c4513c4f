from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.alter_column("users", "name", new_column_name="full_name")  # expect: unreversed-column-rename


def downgrade():
    op.alter_column("groups", "full_name", new_column_name="name")
