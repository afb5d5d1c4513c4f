"""a module's statements count from top to bottom, whoever asks first"""
from alembic import op

from app.names import LATER, SEEN, TABLES, late, pick

revision = "a1"
down_revision = None


def upgrade():
    op.drop_table(SEEN)
    op.drop_table(LATER)
    for name in TABLES:
        op.drop_table(name)
    op.drop_table(late())
    op.drop_table(pick["b"])


def downgrade():
    pass
