# dialects: mysql
# settings: lock_timeout=unset statement_timeout=unset
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.add_column("users", sa.Column("a", sa.Integer()))


def downgrade():
    pass
