# dialects: postgresql
revision = "2b"
down_revision = "1a"
from alembic import op
import sqlalchemy as sa


def upgrade():
    op.execute("CREATE USER reader WITH PASSWORD 'r3adonly99'")  # expect: seeded-secret


def downgrade():
    op.execute("DROP USER reader")
