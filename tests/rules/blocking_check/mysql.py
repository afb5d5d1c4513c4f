# dialects: mysql
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.create_check_constraint("ck", "users", "age > 0")


def downgrade():
    pass
