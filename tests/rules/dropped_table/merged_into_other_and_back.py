from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.execute("INSERT INTO people (name) SELECT name FROM guests")
    op.drop_table("guests")


def downgrade():
    op.create_table("guests", sa.Column("name", sa.Text()))
    op.execute("INSERT INTO guests (name) SELECT name FROM people WHERE guest")
