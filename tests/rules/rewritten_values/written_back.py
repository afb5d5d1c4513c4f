# dialects: postgresql
# profile: rollback
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.execute("UPDATE orders SET state = 'open' WHERE state = 'new'")


def downgrade():
    op.execute("UPDATE orders SET state = 'new' WHERE state = 'open'")
