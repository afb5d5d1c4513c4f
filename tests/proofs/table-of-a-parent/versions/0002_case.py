"""The rollback of the second step alone: the table of the first stays with its rows."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.add_column("users", sa.Column("nick", sa.String(50)))


def downgrade():
    op.drop_column("users", "nick")
