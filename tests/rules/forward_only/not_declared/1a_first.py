from alembic import op
import sqlalchemy as sa

revision = "1a"
down_revision = None


def upgrade():  # expect: missing-downgrade
    op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True))
