# dialects: postgresql
revision = "2b"
down_revision = "1a"
from alembic import op
import sqlalchemy as sa


def upgrade():
    op.execute("DROP POLICY tenant ON invoices")  # expect: weakened-row-security warning
    op.execute("ALTER TABLE users DISABLE ROW LEVEL SECURITY")  # expect: weakened-row-security
    op.execute("ALTER TABLE teams NO FORCE ROW LEVEL SECURITY")  # expect: weakened-row-security
    op.execute("ALTER TABLE rows DISABLE ROW LEVEL SECURITY")
    op.execute("UPDATE rows SET a = 1")
    op.execute("ALTER TABLE rows ENABLE ROW LEVEL SECURITY")
    op.execute("DROP POLICY old ON gone")
    op.execute("DROP TABLE gone")
    op.execute("ALTER TABLE more ENABLE ROW LEVEL SECURITY")


def downgrade():
    op.execute("ALTER TABLE more DISABLE ROW LEVEL SECURITY")
