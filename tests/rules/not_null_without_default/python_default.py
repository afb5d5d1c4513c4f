# dialects: postgresql
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.add_column("users", sa.Column("x", sa.Boolean(), nullable=False, default=True))  # expect: not-null-without-default error high


def downgrade():
    op.drop_column("users", "x")
