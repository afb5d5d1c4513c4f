# dialects: postgresql
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.execute("DELETE FROM users WHERE deleted")
    op.add_column("users", sa.Column("x", sa.Integer(), nullable=False))  # expect: not-null-without-default error high


def downgrade():
    op.drop_column("users", "x")
