"""names that lead back to themselves, by way of other modules"""
from alembic import op

import app.pkg as pkg
from app.one import shared

revision = "a1"
down_revision = None


def upgrade():
    shared.drop("x")
    op.drop_table("after")
    pkg.helper()
    op.drop_table("last")


def downgrade():
    pass
