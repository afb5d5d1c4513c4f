"""Where the case starts."""
import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    op.create_table("cache", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("k", sa.String(50), unique=True))


def downgrade():
    raise NotImplementedError
