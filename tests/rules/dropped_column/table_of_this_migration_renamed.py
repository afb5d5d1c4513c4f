from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.create_table("users_new", sa.Column("id", sa.Integer()), sa.Column("old_id", sa.Integer()))
    op.rename_table("users_new", "people")
    op.drop_column("people", "old_id")


def downgrade():
    op.drop_table("people")
