"""The downgrade forgets the index that the upgrade made."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.create_index("users_name", "users", ["name"])
    op.add_column("users", sa.Column("nick", sa.String(50)))


def downgrade():
    op.drop_column("users", "nick")
