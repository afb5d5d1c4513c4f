from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.add_column("users", sa.Column("x", sa.Text(), nullable=False))  # expect: not-null-without-default low


def downgrade():
    op.drop_column("users", "x")
