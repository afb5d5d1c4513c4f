"""Rows go to a table of another name and come back before it is dropped."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.create_table("people", sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False), sa.Column("name", sa.String(50)))
    op.execute("INSERT INTO people (id, name) SELECT id, name FROM users")
    op.drop_table("users")


def downgrade():
    op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False), sa.Column("name", sa.String(50)))
    op.execute("INSERT INTO users (id, name) SELECT id, name FROM people")
    op.drop_table("people")
