# dialects: postgresql
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.create_table("users", sa.Column("mail", sa.Text()))
    op.create_index("ix", "users", ["mail"], postgresql_concurrently=True)  # expect: concurrently-in-transaction


def downgrade():
    pass
