"""Dropped and added with another type in one step: the values of before are gone."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.drop_column("items", "size")
    op.add_column("items", sa.Column("size", sa.String(10)))


def downgrade():
    op.drop_column("items", "size")
    op.add_column("items", sa.Column("size", sa.Integer()))
