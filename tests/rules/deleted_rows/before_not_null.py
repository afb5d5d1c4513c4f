# dialects: postgresql
# profile: rollback
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.execute("DELETE FROM users WHERE email IS NULL")  # expect: deleted-rows warning
    op.alter_column("users", "email", existing_type=sa.Text(), nullable=False)


def downgrade():
    op.alter_column("users", "email", existing_type=sa.Text(), nullable=True)
