# dialects: postgresql
# profile: rollback
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.create_table(  # expect: left-behind-object error
        "orders", sa.Column("state", sa.Enum("open", "paid", name="order_state"))
    )


def downgrade():
    op.drop_table("orders")
