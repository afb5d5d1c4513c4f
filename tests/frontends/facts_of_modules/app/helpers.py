import subprocess
import urllib.request
from datetime import datetime

from alembic import op


def seed():
    op.execute(f"INSERT INTO t VALUES ('{datetime.utcnow()}')")


def fetch():
    return urllib.request.urlopen("https://example.org").read()


def load():
    return fetch()


def never():
    subprocess.run(["true"])
