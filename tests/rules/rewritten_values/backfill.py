# dialects: postgresql
# profile: rollback
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.add_column("orders", sa.Column("total", sa.Integer()))
    op.execute("UPDATE orders SET total = price * pieces")
    op.execute("UPDATE orders SET state = 'new' WHERE state IS NULL")
    op.alter_column("orders", "state", existing_type=sa.Text(), nullable=False)


def downgrade():
    op.alter_column("orders", "state", existing_type=sa.Text(), nullable=True)
    op.drop_column("orders", "total")
