# dialects: postgresql
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.execute("CREATE TABLE users (id serial PRIMARY KEY)")  # expect: narrow-primary-key


def downgrade():
    pass
