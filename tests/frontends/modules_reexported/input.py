"""functions that a package re-exports under the name of the module they are of"""
from alembic import op

import app.ops.other as other
from app.ops import add, drop, plain

revision = "a1"
down_revision = None


def upgrade():
    add("t")
    drop("u")
    plain.run("v")
    other.run("w")


def downgrade():
    pass
