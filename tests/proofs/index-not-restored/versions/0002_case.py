"""The upgrade drops an index, the downgrade only says goodbye to the column."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.drop_index("users_name", table_name="users")
    op.add_column("users", sa.Column("nick", sa.String(50)))


def downgrade():
    op.drop_column("users", "nick")
