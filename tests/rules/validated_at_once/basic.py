# dialects: postgresql
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.execute("ALTER TABLE users ADD CONSTRAINT ck CHECK (age > 0) NOT VALID")
    op.execute("ALTER TABLE users VALIDATE CONSTRAINT ck")  # expect: validated-at-once warning high


def downgrade():
    pass
