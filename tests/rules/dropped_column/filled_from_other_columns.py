revision = "2b"
down_revision = "1a"

import sqlalchemy as sa
from alembic import op


def upgrade():
    op.drop_column("frameworks", "expired")  # expect: dropped-column error low
    op.drop_column("users", "main_key")  # expect: dropped-column error low
    op.drop_column("users", "rank")  # expect: dropped-column error low
    op.drop_column("users", "settings")  # expect: dropped-column error high
    op.drop_column("users", "seen")  # expect: dropped-column error high
    op.drop_column("users", "active")  # expect: dropped-column error high
    op.drop_column("users", "nonce")  # expect: dropped-column error high


def downgrade():
    op.add_column("frameworks", sa.Column("expired", sa.Boolean()))
    op.execute("UPDATE frameworks SET expired = TRUE WHERE status != 'live'")
    op.execute("UPDATE frameworks SET expired = FALSE WHERE status = 'live'")

    # an earlier migration may have left the values there
    op.add_column("users", sa.Column("main_key", sa.Text()))
    op.execute(
        "UPDATE users SET main_key = keypairs.key FROM keypairs"
        " WHERE keypairs.user = users.id AND keypairs.is_default"
    )
    op.add_column("users", sa.Column("rank", sa.Integer()))
    op.execute("UPDATE users SET rank = coalesce(level, 0) * 10")

    # nothing of the rows is in these
    op.add_column("users", sa.Column("settings", sa.JSON()))
    op.execute("UPDATE users SET settings = '{}'::jsonb")
    op.add_column("users", sa.Column("seen", sa.DateTime()))
    op.execute("UPDATE users SET seen = CAST(now() AS timestamp) WHERE true")
    op.add_column("users", sa.Column("active", sa.Boolean()))
    op.execute("UPDATE users SET active = true WHERE active IS NULL")
    # row by row, but the same in each
    op.add_column("users", sa.Column("nonce", sa.Integer()))
    connection = op.get_bind()
    for row in connection.execute(sa.text("SELECT id FROM users")):
        connection.execute(sa.text("UPDATE users SET nonce = 0 WHERE id = :id"), {"id": row.id})
