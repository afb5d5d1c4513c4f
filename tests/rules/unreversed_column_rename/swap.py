from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.alter_column("users", "a", new_column_name="tmp")
    op.alter_column("users", "b", new_column_name="a")
    op.alter_column("users", "tmp", new_column_name="b")


def downgrade():
    op.alter_column("users", "a", new_column_name="tmp")
    op.alter_column("users", "b", new_column_name="a")
    op.alter_column("users", "tmp", new_column_name="b")
