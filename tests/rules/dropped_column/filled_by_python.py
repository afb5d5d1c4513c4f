revision = "2b"
down_revision = "1a"

import sqlalchemy as sa
from alembic import op

users = sa.table("users", sa.column("id"), sa.column("hosts"), sa.column("state"), sa.column("n"))


def upgrade():
    op.drop_column("users", "hosts")  # expect: dropped-column error low
    op.drop_column("users", "state")  # expect: dropped-column error high
    op.drop_column("users", "n")  # expect: dropped-column error high


def downgrade():
    op.add_column("users", sa.Column("hosts", sa.Text()))
    op.add_column("users", sa.Column("state", sa.Text()))
    op.add_column("users", sa.Column("n", sa.Integer()))
    connection = op.get_bind()
    for row in connection.execute(sa.text("SELECT id, name FROM hosts")):
        connection.execute(users.update().values({"hosts": row.name}))
    connection.execute(users.update().values(state="active"))
    connection.execute(users.update().values({"n": -1}))
