# dialects: postgresql
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.execute("UPDATE users SET a = 1 WHERE b = 2")


def downgrade():
    pass
