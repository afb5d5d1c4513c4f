revision = "2b"
down_revision = "1a"
from alembic import op
import sqlalchemy as sa


def upgrade():
    users = sa.table("users", sa.column("name"), sa.column("password_hash"))
    op.bulk_insert(users, [  # expect: seeded-secret error high
        {"name": "admin", "password_hash": "pbkdf2:sha256:260000$abcd1234"},
    ])
    op.execute("INSERT INTO roles (name) VALUES ('admin')")
    op.execute("UPDATE users SET password = NULL WHERE name = 'old'")
    op.execute("UPDATE users SET password_changed_at = '2020-01-01 00:00:00'")


def downgrade():
    op.execute("DELETE FROM users")
