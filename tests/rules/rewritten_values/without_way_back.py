# dialects: postgresql
# profile: rollback
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.execute("UPDATE orders SET state = 'open' WHERE state = 'new'")  # expect: rewritten-values warning
    op.add_column("orders", sa.Column("opened", sa.DateTime()))


def downgrade():
    op.drop_column("orders", "opened")
