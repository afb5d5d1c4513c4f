# dialects: postgresql
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.execute("CREATE MATERIALIZED VIEW v AS SELECT a FROM users")
    op.execute("CREATE INDEX ix ON v (a)")


def downgrade():
    pass
