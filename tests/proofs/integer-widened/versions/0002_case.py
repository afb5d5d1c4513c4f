"""BIGINT on the way up, INTEGER on the way down: the first number above 2147483647 is out of range."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.alter_column("hits", "n", existing_type=sa.Integer(), type_=sa.BigInteger())


def downgrade():
    op.alter_column("hits", "n", existing_type=sa.BigInteger(), type_=sa.Integer())
