# dialects: postgresql
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    with op.get_context().autocommit_block():
        op.create_index("ix", "users", ["mail"], postgresql_concurrently=True)


def downgrade():
    pass
