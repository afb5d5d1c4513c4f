revision = "2b"
down_revision = "1a"
from alembic import op


def upgrade():
    op.alter_column("users", "a", nullable=False)
    op.alter_column("users", "id", nullable=False)
    op.alter_column("users", "b", nullable=False)  # expect: unfilled-not-null


def downgrade():
    op.alter_column("users", "b", nullable=True)
