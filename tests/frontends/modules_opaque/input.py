"""what helpers of other files do that is not known: once for each call, in its place"""
from alembic import op

from app.service import grant, half, later, quiet
from elsewhere import unseen

revision = "a1"
down_revision = None


def upgrade():
    grant("users")
    for name in ("a", "b", "c"):
        grant("users", name)
    half("orders")
    quiet("orders")
    unseen("orders")
    later("orders")


def downgrade():
    pass
