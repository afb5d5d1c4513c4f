"""Mentions down_revision and revision only."""

import alembic


def check(script):
    return script.revision == script.down_revision
