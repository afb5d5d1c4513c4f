from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.alter_column("users", "name", new_column_name="full_name")  # expect: unreversed-column-rename high


def downgrade():
    op.add_column("users", sa.Column("name", sa.Text()))
    op.drop_column("users", "full_name")
