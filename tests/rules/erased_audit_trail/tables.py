revision = "2b"
down_revision = "1a"
from alembic import op
import sqlalchemy as sa


def upgrade():
    op.drop_table("user_audit")  # expect: erased-audit-trail error
    op.execute("DELETE FROM audit_log")  # expect: erased-audit-trail error
    op.execute("DELETE FROM audit_log WHERE kind = 'x'")  # expect: erased-audit-trail warning
    op.execute("TRUNCATE auditorium")
    op.execute("TRUNCATE blog")


def downgrade():
    op.execute("TRUNCATE audit_log")
