"""The downgrade refers to a column that an earlier step has dropped."""
import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade():
    op.add_column("users", sa.Column("nick", sa.String(50)))


def downgrade():
    op.execute("UPDATE users SET old = 1")
    op.drop_column("users", "nick")
