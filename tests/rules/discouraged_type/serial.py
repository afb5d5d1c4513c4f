# dialects: postgresql
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.execute("CREATE TABLE users (id bigserial PRIMARY KEY)")  # expect: discouraged-type


def downgrade():
    pass
