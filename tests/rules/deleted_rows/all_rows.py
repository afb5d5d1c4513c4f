# dialects: postgresql
# profile: rollback
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.execute("DELETE FROM sessions")  # expect: deleted-rows error
    op.add_column("sessions", sa.Column("device", sa.Text()))


def downgrade():
    op.drop_column("sessions", "device")
