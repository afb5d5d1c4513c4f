# dialects: mysql
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.add_column("users", sa.Column("k", sa.String(36), server_default=sa.text("(uuid())")))


def downgrade():
    pass
