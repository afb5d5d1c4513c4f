# dialects: postgresql
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.execute("DELETE FROM users")  # expect: unbatched-rows


def downgrade():
    pass
