"""Values are read, changed in Python and written back; the downgrade knows nothing of it."""
import json

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.add_column("users", sa.Column("nick", sa.String(50)))
    for row in op.get_bind().execute(sa.text("SELECT id, options FROM users")).fetchall():
        options = json.loads(row[1])
        options["position"] = len(options)
        op.get_bind().execute(
            sa.text("UPDATE users SET options = :options WHERE id = :id"), {"options": json.dumps(options), "id": row[0]}
        )


def downgrade():
    op.drop_column("users", "nick")
