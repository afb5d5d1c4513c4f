# dialects: postgresql
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    for table in ("a", "b", "c"):
        op.add_column(table, sa.Column("x", sa.Integer(), nullable=False))  # expect: not-null-without-default


def downgrade():
    for table in ("a", "b", "c"):
        op.drop_column(table, "x")
