"""Old rows are cleared away; the downgrade cannot have them."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.execute("DELETE FROM users WHERE name = 'bob'")
    op.add_column("users", sa.Column("nick", sa.String(50)))


def downgrade():
    op.drop_column("users", "nick")
