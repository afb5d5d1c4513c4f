# dialects: postgresql
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.execute("UPDATE users SET a = o.a FROM orgs o WHERE o.id = users.org_id")
    op.add_column("users", sa.Column("b", sa.Integer()))


def downgrade():
    pass
