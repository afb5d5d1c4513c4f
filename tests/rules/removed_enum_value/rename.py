# dialects: postgresql
revision = "2b"
down_revision = "1a"
from alembic import op
import sqlalchemy as sa


def upgrade():
    op.execute("ALTER TYPE kind RENAME VALUE 'a' TO 'b'")  # expect: removed-enum-value


def downgrade():
    op.execute("ALTER TYPE kind RENAME VALUE 'b' TO 'a'")
