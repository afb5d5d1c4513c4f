# dialects: mysql
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.create_index("ix", "users", ["mail"], unique=True)
    op.create_unique_constraint("uq", "users", ["mail"])


def downgrade():
    pass
