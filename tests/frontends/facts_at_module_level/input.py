import os
from datetime import datetime as dt

import sqlalchemy as sa
from alembic import op
from app import settings
from app.models import Account

revision = "fm1"
down_revision = "fm0"

SCHEMA = os.environ["SCHEMA"]
LIMIT = settings.LIMIT
NOW = dt.utcnow()


def upgrade():
    op.add_column("t", sa.Column("made", sa.DateTime(), default=dt.now), schema=SCHEMA)
    op.get_bind().execute(sa.select(Account).limit(LIMIT))


def downgrade():
    with open("rows.csv") as rows:
        op.bulk_insert(sa.table("t", sa.column("a")), [{"a": row} for row in rows])
