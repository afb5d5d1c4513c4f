# dialects: sqlite
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    with op.batch_alter_table("users") as b:
        b.create_foreign_key("fk", "orgs", ["org_id"], ["id"])


def downgrade():
    pass
