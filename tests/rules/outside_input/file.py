revision = "2b"
down_revision = "1a"
from alembic import op
import sqlalchemy as sa


def upgrade():
    with open("/srv/seed.sql") as f:  # expect: outside-input note
        op.execute(f.read())


def downgrade():
    pass
