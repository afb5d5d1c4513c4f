from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.execute("CREATE TEMPORARY TABLE ids AS SELECT id FROM users WHERE deleted")
    op.execute("UPDATE orders SET owner = NULL WHERE owner IN (SELECT id FROM ids)")
    op.execute("DROP TABLE ids")


def downgrade():
    op.execute("UPDATE orders SET owner = 0 WHERE owner IS NULL")
