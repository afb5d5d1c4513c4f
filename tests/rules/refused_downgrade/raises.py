from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.execute("DELETE FROM sessions")


def downgrade():  # expect: refused-downgrade warning high
    raise NotImplementedError("sessions cannot be restored")
