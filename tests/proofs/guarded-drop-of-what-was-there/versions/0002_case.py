"""The guard makes the upgrade do nothing where the table exists, and the downgrade drops it all the same."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    if not sa.inspect(op.get_bind()).has_table("users"):
        op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True))
    op.add_column("users", sa.Column("nick", sa.String(50)))


def downgrade():
    op.drop_table("users")
