from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.execute("DROP TABLE IF EXISTS invoices CASCADE")  # expect: dropped-table


def downgrade():
    op.execute("CREATE TABLE invoices (id integer)")
