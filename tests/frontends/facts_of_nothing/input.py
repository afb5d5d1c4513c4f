import urllib.parse
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from alembic import op
from sqlalchemy.orm import models, settings

revision = "fn1"
down_revision = "fn0"

HERE = Path(__file__).parent
open_orders = "open"
API_KEY_PATTERN = r"API\_KEY\_\_%"
API_KEY_SETTING = "SHOP_API_KEY"
password_hint = "your first pet"


def upgrade():
    op.add_column("t", sa.Column("made", sa.DateTime(), default=datetime.utcnow))
    op.add_column("t", sa.Column("password", sa.String(60)))
    op.execute(f"UPDATE t SET url = '{urllib.parse.quote('a b')}', password = NULL")
    op.execute("UPDATE t SET password_changed_at = '2020-01-01', password = '' WHERE token = :token")
    models.open(settings.exec)


def downgrade():
    globals()["upgrade_%s" % "x"]
