# dialects: postgresql
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.create_table("tags", sa.Column("id", sa.Integer()))
    op.add_column("tags", sa.Column("x", sa.Integer(), nullable=False))


def downgrade():
    op.drop_table("tags")
