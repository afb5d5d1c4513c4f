# dialects: postgresql
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.execute("ALTER TABLE users ADD COLUMN x integer NOT NULL DEFAULT 0")


def downgrade():
    op.drop_column("users", "x")
