"""Rows that a loop inserts are deleted by one statement."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    for number, name in ((101, "red"), (102, "green"), (103, "blue")):
        op.get_bind().execute(
            sa.text("INSERT INTO users (id, name, kind) VALUES (:id, :name, :kind)"),
            {"id": number, "name": name, "kind": "colour"},
        )


def downgrade():
    op.get_bind().execute(sa.text("DELETE FROM users WHERE kind = :kind"), {"kind": "colour"})
