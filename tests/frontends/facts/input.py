import os
import pickle
import random
import subprocess
import urllib.request
from datetime import datetime
from pathlib import Path

import requests
from alembic import context, op

revision = "fa1"
down_revision = "fa0"


def upgrade():
    if os.environ.get("SKIP"):
        return
    if os.getenv("DROP") == "1":
        op.drop_table("a")
    if context.get_x_argument(as_dictionary=True).get("drop"):
        op.drop_table("b")
    if context.config.get_main_option("drop"):
        op.drop_table("c")
    if context.is_offline_mode():
        op.drop_table("d")
    op.execute("INSERT INTO t VALUES ('%s')" % datetime.utcnow())
    data = Path("x").read_text()
    requests.get("http://example.invalid/")
    subprocess.run(["true"])
    pickle.loads(data)
    random.random()


def downgrade():
    exec("x = 1")
    urllib.request.urlopen("http://example.invalid/")
    os.system("true")
