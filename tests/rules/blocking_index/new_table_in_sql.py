# dialects: postgresql
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.execute("CREATE TABLE IF NOT EXISTS tags (name text)")
    op.create_index("ix", "tags", ["name"])


def downgrade():
    op.drop_index("ix", "users")
