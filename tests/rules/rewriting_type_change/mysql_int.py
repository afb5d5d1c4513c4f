# dialects: mysql
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.alter_column("users", "a", existing_type=sa.Integer(), type_=sa.BigInteger())  # expect: rewriting-type-change


def downgrade():
    pass
