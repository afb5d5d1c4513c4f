# dialects: postgresql
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.add_column("users", sa.Column("x", sa.Text(), nullable=False))  # noqa: MRT704 # expect: not-null-without-default suppressed
    op.add_column(  # expect: not-null-without-default suppressed
        "users",
        sa.Column("y", sa.Text(), nullable=False),  # noqa: MRT401
    )


def downgrade():
    op.drop_column("users", "x")
    op.drop_column("users", "y")
