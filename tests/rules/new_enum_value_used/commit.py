# dialects: postgresql
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.execute("ALTER TYPE kind ADD VALUE 'gold'")
    op.execute("COMMIT")
    op.execute("UPDATE users SET kind = 'gold'")


def downgrade():
    pass
