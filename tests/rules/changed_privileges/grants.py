# dialects: postgresql
revision = "2b"
down_revision = "1a"
from alembic import op
import sqlalchemy as sa


def upgrade():
    op.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader")  # expect: changed-privileges note
    op.execute("GRANT EXECUTE ON FUNCTION f() TO PUBLIC")  # expect: changed-privileges warning
    op.execute("GRANT rds_superuser TO bi WITH ADMIN OPTION")  # expect: changed-privileges warning
    op.execute("REVOKE ALL ON users FROM reader")  # expect: changed-privileges note
    op.execute("ALTER TABLE users OWNER TO app")  # expect: changed-privileges note
    op.execute("ALTER TABLE users SET (fillfactor = 70)")


def downgrade():
    op.execute("GRANT SELECT ON users TO reader")
