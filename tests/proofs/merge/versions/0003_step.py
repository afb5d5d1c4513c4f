"""On the way to the case."""
import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0001"


def upgrade():
    op.add_column("users", sa.Column("b", sa.Integer()))


def downgrade():
    op.drop_column("users", "b")
