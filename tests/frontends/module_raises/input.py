"""What the module does under a condition ends with the module."""
import sqlalchemy as sa
from alembic import op

revision = "m1"
down_revision = "m0"

if op.get_context().dialect.name != "postgresql":
    raise RuntimeError("PostgreSQL only")


def upgrade():
    op.add_column("t", sa.Column("a", sa.Integer()))
    if sa.inspect(op.get_bind()).has_table("u"):
        op.drop_table("u")


def downgrade():
    op.drop_column("t", "a")
