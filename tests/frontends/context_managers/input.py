"""Generators as contexts: the body runs where they yield."""
import contextlib

from alembic import context, op
from app.helpers import without_index

revision = "cx1"
down_revision = "cx0"


@contextlib.contextmanager
def unchecked():
    op.execute("SET session_replication_role = 'replica'")
    try:
        yield
    finally:
        op.execute("SET session_replication_role = 'origin'")


@contextlib.contextmanager
def maybe():
    if context.is_offline_mode():
        op.drop_table("before")
    yield
    op.drop_table("after")


def inner():
    with unchecked():
        op.drop_table("returns_from_within")
        return "made"


def upgrade():
    with without_index("ix_a", "t") as name:
        op.execute(f"UPDATE t SET a = '{name}'")
    with unchecked(), without_index("ix_b", "u"):
        op.drop_column("u", "b")
    with unchecked():
        with unchecked():
            op.drop_table("nested")
    op.drop_table(inner())


def downgrade():
    with maybe():
        op.drop_table("within")
    made = unchecked()
    with made:
        op.drop_table("made_before")
