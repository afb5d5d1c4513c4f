"""Both ways ask the inspector first: what is there is not made twice, and the second run is quiet."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    columns = [column["name"] for column in sa.inspect(op.get_bind()).get_columns("users")]
    if "nick" not in columns:
        op.add_column("users", sa.Column("nick", sa.String(50)))


def downgrade():
    columns = [column["name"] for column in sa.inspect(op.get_bind()).get_columns("users")]
    if "nick" in columns:
        op.drop_column("users", "nick")
