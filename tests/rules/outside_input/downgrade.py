revision = "2b"
down_revision = "1a"
from alembic import op
import sqlalchemy as sa


import requests


def upgrade():
    op.add_column("users", sa.Column("a", sa.Text(), nullable=True))


def downgrade():
    requests.post("https://hooks.example/down")  # expect: outside-input warning
    op.drop_column("users", "a")
