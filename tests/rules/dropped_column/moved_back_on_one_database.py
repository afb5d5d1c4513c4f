# dialects: postgresql mysql
# profile: rollback
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.create_table("logins", sa.Column("user_id", sa.Integer(), primary_key=True), sa.Column("seen", sa.DateTime()))
    op.execute("INSERT INTO logins (user_id, seen) SELECT id, seen FROM users")
    op.drop_column("users", "seen")  # expect: dropped-column error high


def downgrade():
    op.add_column("users", sa.Column("seen", sa.DateTime()))
    if op.get_bind().dialect.name == "postgresql":
        op.execute("UPDATE users SET seen = l.seen FROM logins AS l WHERE users.id = l.user_id")
    op.drop_table("logins")
