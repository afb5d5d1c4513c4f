revision = "2b"
down_revision = "1a"
from alembic import op
import sqlalchemy as sa


import os


def upgrade():
    op.add_column("users", sa.Column("a", sa.Text(), nullable=True))
    os.system("systemctl restart app")  # expect: outside-process


def downgrade():
    op.drop_column("users", "a")
