from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.create_table("tags", sa.Column("nme", sa.Text()))
    op.alter_column("tags", "nme", new_column_name="name")


def downgrade():
    op.drop_table("tags")
