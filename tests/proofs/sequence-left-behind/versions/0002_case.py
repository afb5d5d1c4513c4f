"""A sequence made by hand is not dropped."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.execute("CREATE SEQUENCE numbers")
    op.add_column("users", sa.Column("number", sa.Integer(), server_default=sa.text("nextval('numbers')")))


def downgrade():
    op.drop_column("users", "number")
