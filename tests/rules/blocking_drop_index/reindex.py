# dialects: postgresql
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.execute("REINDEX INDEX ix")  # expect: blocking-drop-index warning


def downgrade():
    pass
