# dialects: postgresql
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.create_exclude_constraint("ex", "rooms", ("room", "="), using="gist")  # expect: blocking-exclusion


def downgrade():
    pass
