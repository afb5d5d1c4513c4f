# dialects: postgresql
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.add_column("users", sa.Column("a", sa.CHAR(8)))  # expect: discouraged-type


def downgrade():
    pass
