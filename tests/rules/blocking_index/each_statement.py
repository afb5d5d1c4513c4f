# dialects: postgresql
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.create_index("a", "users", ["a"])  # expect: blocking-index
    op.create_index("b", "users", ["b"])  # expect: blocking-index


def downgrade():
    op.drop_index("b", "users")
    op.drop_index("a", "users")
