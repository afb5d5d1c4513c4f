# dialects: postgresql
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.execute("ALTER TYPE kind ADD VALUE 'gold'")
    op.alter_column("users", "kind", server_default="gold")  # expect: new-enum-value-used


def downgrade():
    pass
