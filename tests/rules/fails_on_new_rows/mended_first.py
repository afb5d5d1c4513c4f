# dialects: postgresql
# profile: rollback
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.alter_column("users", "phone", existing_type=sa.Text(), nullable=True)


def downgrade():
    op.execute("UPDATE users SET phone = '' WHERE phone IS NULL")
    op.alter_column("users", "phone", existing_type=sa.Text(), nullable=False)
