"""A session on the connection of the migration commits: Alembic's own transaction goes on."""
import sqlalchemy as sa
from alembic import op
from sqlalchemy import orm

revision = "0002"
down_revision = "0001"


def upgrade():
    op.add_column("users", sa.Column("nick", sa.String(50)))
    session = orm.Session(bind=op.get_bind())
    session.execute(sa.text("UPDATE users SET nick = name"))
    session.commit()
    op.add_column("users", sa.Column("mail", sa.String(50)))


def downgrade():
    op.drop_column("users", "mail")
    op.drop_column("users", "nick")
