# dialects: sqlite
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    with op.batch_alter_table("users") as batch_op:
        batch_op.add_column(sa.Column("x", sa.Text(), nullable=False))  # expect: not-null-without-default


def downgrade():
    op.drop_column("users", "x")
