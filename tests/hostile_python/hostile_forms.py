"""The migrations around what is hostile."""

HEAD = """from alembic import op
import sqlalchemy as sa

revision = "h1"
down_revision = "h0"

"""
TAIL = """

def downgrade():
    op.drop_table("seen")


def not_said_when():
    global c, f, m, s, t, u, x
"""


def migration(upgrade, before=""):
    """A migration whose upgrade() holds the lines; `before` stands at module level."""
    lines = upgrade.splitlines() or ["pass"]
    body = "".join(f"    {line}\n" for line in lines)
    return (HEAD + before + "\n\ndef upgrade():\n" + body + TAIL).encode()


def at_module_level(text):
    return migration("op.drop_table('t')", text)
