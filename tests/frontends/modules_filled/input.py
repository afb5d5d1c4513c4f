"""lists that a module's own functions fill while it is imported"""
from alembic import op

from app.lists import BY_CALL, GIVEN, METHOD, SCRIPT

revision = "a1"
down_revision = None


def upgrade():
    for names in (BY_CALL, GIVEN, METHOD, SCRIPT):
        for name in names:
            op.drop_table(name)


def downgrade():
    pass
