# dialects: postgresql
revision = "2b"
down_revision = "1a"
from alembic import op
import sqlalchemy as sa


def upgrade():
    op.execute('CREATE EXTENSION "uuid-ossp"')  # expect: created-extension note


def downgrade():
    op.execute('DROP EXTENSION "uuid-ossp"')
    op.execute('CREATE EXTENSION pg_trgm')
