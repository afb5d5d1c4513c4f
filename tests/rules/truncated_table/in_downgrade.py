from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.create_table("tags", sa.Column("id", sa.Integer()))


def downgrade():
    op.execute("TRUNCATE tags")
    op.drop_table("tags")
