import sqlalchemy as sa
from alembic import op

revision = "il1"
down_revision = "il0"


def upgrade():
    conn = op.get_bind().execution_options(isolation_level="AUTOCOMMIT")
    conn.execute(sa.text("CREATE INDEX CONCURRENTLY ix ON t (a)"))
    conn.execution_options(isolation_level="READ COMMITTED")
    conn.execute(sa.text("UPDATE t SET a = 1"))
    conn.execution_options(stream_results=True)


def downgrade():
    raw = op.get_bind().connection
    raw.set_isolation_level(0)
    raw.cursor().execute("DROP INDEX CONCURRENTLY ix")
    raw.set_isolation_level(1)
    raw.autocommit = True
    op.execute("COMMIT")
    op.execute("ALTER TYPE mood ADD VALUE 'x'")
    raw.autocommit = False
    op.execute("BEGIN")
