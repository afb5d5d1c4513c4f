# dialects: sqlite
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    with op.batch_alter_table("users") as b:
        b.alter_column("a", existing_type=sa.Integer(), type_=sa.BigInteger())


def downgrade():
    pass
