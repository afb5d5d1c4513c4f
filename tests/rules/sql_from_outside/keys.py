revision = "2b"
down_revision = "1a"
from alembic import op
import sqlalchemy as sa


import uuid


def upgrade():
    bind = op.get_bind()
    for row in bind.execute(sa.text("SELECT id, name FROM users")):
        bind.execute(sa.text(f"UPDATE users SET a = 1 WHERE id = {row.id}"))
    op.execute(f"INSERT INTO users (id) VALUES ('{uuid.uuid4()}')")


def downgrade():
    pass
