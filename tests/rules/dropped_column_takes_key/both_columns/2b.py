from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.drop_column("m", "b")
    op.drop_column("m", "a")


def downgrade():
    pass
