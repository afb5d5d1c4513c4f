# dialects: postgresql
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.execute("ALTER TABLE users ADD CONSTRAINT ck CHECK (age > 0) NOT VALID")


def downgrade():
    pass
