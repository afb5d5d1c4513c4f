# dialects: postgresql
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.add_column("users", sa.Column("a", sa.Integer()))
    op.execute("UPDATE users SET a = 1 WHERE a IS NULL")  # expect: unbatched-rows


def downgrade():
    pass
