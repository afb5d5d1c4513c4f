revision = "2b"
down_revision = "1a"
from alembic import op
import sqlalchemy as sa


import os
from alembic import context

READER = os.environ.get("READER", "reader")


def upgrade():
    op.execute(f"DELETE FROM users WHERE name = '{READER}'")  # expect: sql-from-outside
    op.execute(f"DELETE FROM teams WHERE name = '{READER}'")
    tenant = context.get_x_argument(as_dictionary=True)["tenant"]
    op.execute("DELETE FROM users WHERE name = '%s'" % tenant)  # expect: sql-from-outside
    op.execute(sa.text("DELETE FROM users WHERE name = :n").bindparams(n=READER))


def downgrade():
    pass
