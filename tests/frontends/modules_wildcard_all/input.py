"""What a wildcard import brings: no private names, and only what __all__ lists."""
from alembic import op
from app.open import *
from app.listed import *

revision = "wa1"
down_revision = "wa0"


def upgrade():
    op.drop_table(LISTED)
    op.drop_table(ADDED)
    op.drop_table(_GIVEN)
    op.drop_table(TABLE)


def downgrade():
    op.drop_table(_HIDDEN)
    _drop()
