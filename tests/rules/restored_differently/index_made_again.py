# dialects: postgresql
# profile: rollback
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.drop_index("ix_orders_day", table_name="orders")


def downgrade():
    op.create_index("ix_orders_day", "orders", ["day"])
