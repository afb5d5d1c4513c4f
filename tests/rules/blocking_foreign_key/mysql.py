# dialects: mysql
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.create_foreign_key("fk", "users", "orgs", ["org_id"], ["id"])


def downgrade():
    pass
