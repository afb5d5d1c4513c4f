revision = "2b"
down_revision = "1a"
from alembic import op
import sqlalchemy as sa


from app.security import encrypt, decrypt


def upgrade():
    bind = op.get_bind()
    users = sa.table("users", sa.column("id"), sa.column("token"))
    for row in bind.execute(sa.select(users)):
        bind.execute(users.update().where(users.c.id == row.id).values(
            token=encrypt(decrypt(row.token), "new")))


def downgrade():
    pass
