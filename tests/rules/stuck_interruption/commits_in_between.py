# dialects: postgresql
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.add_column("users", sa.Column("phone", sa.Text()))  # expect: stuck-interruption warning
    op.execute("COMMIT")
    op.create_index("ix_users_phone", "users", ["phone"])


def downgrade():
    op.drop_column("users", "phone")
