"""names of a module that a helper declares global, or that the migration assigns"""
from alembic import op

import app.names as names
from app.names import drop, set_maybe, set_name

revision = "a1"
down_revision = None


def upgrade():
    set_name()
    drop()
    names.OTHER = "changed"
    names.drop_other()
    set_maybe(op.get_bind())
    drop()


def downgrade():
    names.drop_other()
    drop()
