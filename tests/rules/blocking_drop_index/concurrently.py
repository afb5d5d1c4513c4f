# dialects: postgresql
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    with op.get_context().autocommit_block():
        op.drop_index("ix", "users", postgresql_concurrently=True)


def downgrade():
    pass
