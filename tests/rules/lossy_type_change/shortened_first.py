# dialects: postgresql
# profile: rollback
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.alter_column("users", "name", existing_type=sa.String(50), type_=sa.String(200))


def downgrade():
    op.execute("UPDATE users SET name = left(name, 50)")
    op.alter_column("users", "name", existing_type=sa.String(200), type_=sa.String(50))
