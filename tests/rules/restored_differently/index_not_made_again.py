# dialects: postgresql
# profile: rollback
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.create_table("t", sa.Column("a", sa.Integer()))
    op.drop_index("ix_orders_day", table_name="orders")  # expect: restored-differently warning


def downgrade():
    op.drop_table("t")
