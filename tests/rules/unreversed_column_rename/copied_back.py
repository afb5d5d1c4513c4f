from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.alter_column("users", "name", new_column_name="full_name")


def downgrade():
    op.add_column("users", sa.Column("name", sa.Text()))
    op.execute("UPDATE users SET name = full_name")
    op.drop_column("users", "full_name")
