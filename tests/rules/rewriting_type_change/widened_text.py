# dialects: postgresql
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.alter_column("users", "a", existing_type=sa.String(50), type_=sa.String(99))
    op.alter_column("users", "b", existing_type=sa.String(50), type_=sa.Text())


def downgrade():
    pass
