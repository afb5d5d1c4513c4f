"""Who refers to the row is deleted with it."""
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.execute("INSERT INTO kinds (id, name) VALUES (7, 'login')")


def downgrade():
    op.execute("DELETE FROM entries WHERE kind_id IN (SELECT id FROM kinds WHERE name = 'login')")
    op.execute("DELETE FROM kinds WHERE id = 7")
