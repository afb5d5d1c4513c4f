# dialects: postgresql
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.add_column("users", sa.Column("x", sa.Integer(), nullable=True))
    op.execute("UPDATE users SET x = 0")  # expect: mixed-schema-and-data
    op.alter_column("users", "x", nullable=False)


def downgrade():
    op.drop_column("users", "x")
