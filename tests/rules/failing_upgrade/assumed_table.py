# dialects: postgresql
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.create_index("ix_users_mail", "users", ["mail"])


def downgrade():
    op.drop_index("ix_users_mail", table_name="users")
