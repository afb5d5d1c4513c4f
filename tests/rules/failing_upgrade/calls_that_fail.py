# dialects: postgresql
# profile: rollback
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.drop_constraint("uq_orders_note")  # expect: failing-upgrade warning


def downgrade():
    op.create_unique_constraint("uq_orders_note", "orders", ["note"])
