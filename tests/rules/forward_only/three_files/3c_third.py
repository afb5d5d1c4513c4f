from alembic import op
import sqlalchemy as sa

revision = "3c"
down_revision = "2b"


def upgrade():
    op.drop_column("users", "phone")  # expect: dropped-column


def downgrade():
    raise NotImplementedError
