"""Where the case starts."""
import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    op.create_table("items", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("state", sa.String(10), nullable=False), sa.CheckConstraint("state IN ('on', 'off')", name="states"))


def downgrade():
    raise NotImplementedError
