"""conditions that are made from one thing many times over

Each part is looked at once, so that what comes after them is seen as well.
"""
import sqlalchemy as sa
from alembic import op
from app.checks import agree

revision = "c0d1"
down_revision = None


def upgrade():
    inspector = sa.inspect(op.get_bind())
    found = agree(1)
    for _ in range(12):
        found = agree(found, found)
    if agree(found, inspector.has_table("users")):
        op.drop_table("users")


def downgrade():
    pass
