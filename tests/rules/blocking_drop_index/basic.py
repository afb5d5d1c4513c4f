# dialects: postgresql
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.drop_index("ix", "users")  # expect: blocking-drop-index note high


def downgrade():
    pass
