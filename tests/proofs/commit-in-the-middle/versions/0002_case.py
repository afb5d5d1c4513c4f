"""A COMMIT in the upgrade: what stands before it stays after a failure behind it."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.add_column("users", sa.Column("nick", sa.String(50)))
    op.execute("COMMIT")
    op.add_column("users", sa.Column("mail", sa.String(50)))


def downgrade():
    op.drop_column("users", "mail")
    op.drop_column("users", "nick")
