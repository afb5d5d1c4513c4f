# dialects: postgresql@11
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.execute("ALTER TABLE users ADD CONSTRAINT c CHECK (phone IS NOT NULL) NOT VALID")
    op.execute("ALTER TABLE users VALIDATE CONSTRAINT c")
    op.alter_column("users", "phone", nullable=False)  # expect: blocking-not-null


def downgrade():
    pass
