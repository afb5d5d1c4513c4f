from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.rename_table("users", "users_gone")
    op.drop_table("users_gone")  # expect: dropped-table


def downgrade():
    op.create_table("users", sa.Column("id", sa.Integer()))
