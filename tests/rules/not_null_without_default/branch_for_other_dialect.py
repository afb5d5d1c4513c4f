# dialects: mysql postgresql
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    if op.get_bind().dialect.name == "mysql":
        op.add_column("users", sa.Column("x", sa.Integer(), nullable=False))
    else:
        op.add_column("users", sa.Column("x", sa.Integer(), nullable=False, server_default="0"))


def downgrade():
    op.drop_column("users", "x")
