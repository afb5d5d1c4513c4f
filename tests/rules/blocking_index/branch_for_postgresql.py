# dialects: mysql postgresql
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    if op.get_bind().dialect.name == "postgresql":
        with op.get_context().autocommit_block():
            op.create_index("ix", "users", ["mail"], postgresql_concurrently=True)
    else:
        op.create_index("ix", "users", ["mail"])


def downgrade():
    op.drop_index("ix", "users")
