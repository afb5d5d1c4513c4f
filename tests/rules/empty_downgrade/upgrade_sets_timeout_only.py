from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.execute("SET lock_timeout = '5s'")


def downgrade():
    pass
