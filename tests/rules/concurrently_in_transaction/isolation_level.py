# dialects: postgresql
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.get_bind().execution_options(isolation_level="AUTOCOMMIT")
    op.create_index("ix", "users", ["mail"], postgresql_concurrently=True)


def downgrade():
    pass
