# dialects: postgresql
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.alter_column("users", "a", existing_type=sa.Numeric(8, 2), type_=sa.Numeric(10, 2))


def downgrade():
    pass
