"""Only MySQL has the column; the other database sees nothing in either direction."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    if op.get_bind().dialect.name == "mysql":
        op.add_column("users", sa.Column("nick", sa.String(50)))


def downgrade():
    if op.get_bind().dialect.name == "mysql":
        op.drop_column("users", "nick")
