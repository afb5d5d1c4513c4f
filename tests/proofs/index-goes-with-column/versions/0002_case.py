"""The index is dropped with its column by the database: the downgrade need not."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.add_column("users", sa.Column("nick", sa.String(50)))
    op.create_index("users_nick", "users", ["nick"])


def downgrade():
    op.drop_column("users", "nick")
