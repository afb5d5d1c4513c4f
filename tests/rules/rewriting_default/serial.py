# dialects: postgresql
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.execute("ALTER TABLE users ADD id bigserial")  # expect: rewriting-default


def downgrade():
    pass
