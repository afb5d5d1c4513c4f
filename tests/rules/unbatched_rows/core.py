# dialects: postgresql
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    t = sa.table("users", sa.column("a"))
    op.execute(t.update().values(a=1))  # expect: unbatched-rows


def downgrade():
    pass
