revision = "2b"
down_revision = "1a"
from alembic import op


def upgrade(:  # expect: unparsable-file error high
    op.drop_column("users", "phone")
