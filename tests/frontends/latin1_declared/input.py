# -*- coding: latin-1 -*-
from alembic import op

revision = "la1"
down_revision = "la0"


def upgrade():
    op.drop_table("café")


def downgrade():
    pass
