from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = ("1a", "1c")


def upgrade():
    pass


def downgrade():
    pass
