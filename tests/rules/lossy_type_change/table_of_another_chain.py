# dialects: postgresql
# profile: rollback
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    # nobody is known to have made the table: the downgrade tells what the column was
    op.alter_column("views", "query", type_=sa.Text())  # expect: lossy-type-change
    op.alter_column("views", "size", type_=sa.BigInteger())  # expect: lossy-type-change


def downgrade():
    op.alter_column("views", "size", type_=sa.Integer())
    op.alter_column("views", "query", type_=sa.String(255))
