# dialects: postgresql
# profile: rollback
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    # every row is written: one cause
    op.execute("UPDATE orders SET paid = true")  # expect: rewritten-values
    # some rows are: the downgrade takes the values of the others
    op.execute("UPDATE leases SET status = 'LATE' WHERE due < now()")  # expect: rewritten-values
    # NULLs are filled: it is the downgrade alone that takes values
    op.execute("UPDATE users SET name = '' WHERE name IS NULL")
    # the constant is what stood in these rows
    op.execute("UPDATE logs SET request = NULL WHERE request = 'none'")
    # a way back
    op.execute("UPDATE plans SET kind = 'b' WHERE kind = 'a'")


def downgrade():
    op.execute("UPDATE orders SET paid = false")
    op.execute("UPDATE leases SET status = NULL")  # expect: rewritten-values
    op.execute("UPDATE users SET name = NULL")  # expect: rewritten-values
    op.execute("UPDATE logs SET request = 'none'")  # expect: rewritten-values
    op.execute("UPDATE plans SET kind = 'a' WHERE kind = 'b'")
