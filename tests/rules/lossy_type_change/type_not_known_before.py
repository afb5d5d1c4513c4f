# dialects: postgresql
# profile: rollback
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    # nothing tells what it is before
    op.alter_column("orders", "note", type_=sa.Text())  # expect: lossy-type-change warning


def downgrade():
    op.alter_column("orders", "note", type_=sa.String(255))
