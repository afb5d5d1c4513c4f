# dialects: mysql
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.alter_column("users", "a", existing_type=sa.String(60), type_=sa.String(255))  # expect: rewriting-type-change


def downgrade():
    pass
