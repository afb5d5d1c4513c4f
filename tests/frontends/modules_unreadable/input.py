"""modules that are not there, not Python, or named by what no import can name"""
import importlib

from alembic import op

from app.broken import TABLE
from app.missing import OTHER
from . import input
from .... import too_far
from ...........nowhere import name

revision = "a1"
down_revision = None


def upgrade():
    op.drop_table(TABLE)
    op.drop_table(OTHER)
    op.drop_table(too_far)
    op.drop_table(name)
    op.drop_table(importlib.import_module("app.fine").TABLE)
    op.drop_table(importlib.import_module("../../app/fine").TABLE)
    op.drop_table(importlib.import_module("/app/fine").TABLE)
    op.drop_table(input.revision)


def downgrade():
    pass
