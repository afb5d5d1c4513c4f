# dialects: postgresql
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.execute("REINDEX TABLE CONCURRENTLY users")  # expect: concurrently-in-transaction


def downgrade():
    pass
