# dialects: postgresql
# profile: rollback
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.execute("DELETE FROM plans WHERE name = 'team'")


def downgrade():
    op.execute("INSERT INTO plans (name) VALUES ('team')")
