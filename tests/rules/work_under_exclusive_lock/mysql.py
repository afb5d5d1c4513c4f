# dialects: mysql
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.add_column("users", sa.Column("a", sa.Integer()))
    op.execute("UPDATE users u JOIN orgs o ON o.id = u.org_id SET u.a = o.a")


def downgrade():
    pass
