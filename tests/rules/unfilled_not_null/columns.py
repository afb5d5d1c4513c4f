# dialects: postgresql
revision = "2b"
down_revision = "1a"
from alembic import op
import sqlalchemy as sa


def upgrade():
    op.alter_column("users", "plan", nullable=False)  # expect: unfilled-not-null warning high
    op.alter_column("users", "kept", existing_nullable=False, nullable=False)
    op.add_column("users", sa.Column("a", sa.Text(), nullable=True))
    op.alter_column("users", "a", nullable=False)  # expect: unfilled-not-null error high
    op.add_column("users", sa.Column("b", sa.Text(), nullable=True, server_default="x"))
    op.alter_column("users", "b", nullable=False)
    op.execute("DELETE FROM users WHERE c IS NULL")  # expect: mixed-schema-and-data
    op.alter_column("users", "c", nullable=False)
    op.create_table("t", sa.Column("d", sa.Text()))
    op.alter_column("t", "d", nullable=False)


def downgrade():
    op.alter_column("users", "e", nullable=False)
