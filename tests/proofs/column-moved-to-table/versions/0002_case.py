"""The values move to a table of their own, and back."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.create_table("mails", sa.Column("user_id", sa.Integer(), primary_key=True, autoincrement=False), sa.Column("mail", sa.String(50)))
    op.execute("INSERT INTO mails (user_id, mail) SELECT id, mail FROM users")
    op.drop_column("users", "mail")


def downgrade():
    op.add_column("users", sa.Column("mail", sa.String(50)))
    op.execute("UPDATE users SET mail = (SELECT mail FROM mails WHERE user_id = users.id)")
    op.drop_table("mails")
