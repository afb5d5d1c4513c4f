from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():  # expect: missing-downgrade
    op.execute("INSERT INTO people (name) SELECT name FROM guests")
    op.drop_table("guests")  # expect: dropped-table warning
