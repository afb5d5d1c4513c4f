"""A table that held nothing worth keeping comes back without one of its keys."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.drop_table("cache")


def downgrade():
    op.create_table("cache", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("k", sa.String(50)))
