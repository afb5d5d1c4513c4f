from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.create_table("staging", sa.Column("id", sa.Integer()), sa.Column("raw", sa.Text()))
    op.drop_column("staging", "raw")


def downgrade():
    op.drop_table("staging")
