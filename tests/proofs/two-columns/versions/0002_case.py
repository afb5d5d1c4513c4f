"""Two statements. PostgreSQL takes both back, MySQL has committed the first."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.add_column("users", sa.Column("a", sa.Integer()))
    op.add_column("users", sa.Column("b", sa.Integer()))


def downgrade():
    op.drop_column("users", "b")
    op.drop_column("users", "a")
