from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.drop_table("cache")  # expect: dropped-table
    op.create_table("cache", sa.Column("key", sa.Text()), sa.Column("value", sa.LargeBinary()))


def downgrade():
    op.drop_table("cache")
    op.create_table("cache", sa.Column("key", sa.Text()))
