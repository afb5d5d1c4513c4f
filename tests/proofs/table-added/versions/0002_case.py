"""A table is new; its rows go with it."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = None


def upgrade():
    op.create_table("logs", sa.Column("id", sa.Integer(), primary_key=True))


def downgrade():
    op.drop_table("logs")
