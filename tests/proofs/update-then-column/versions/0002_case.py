"""A MySQL UPDATE is taken back by the next statement's failure only as long as none has committed it."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.execute("UPDATE items SET n = n + 1")
    op.add_column("items", sa.Column("m", sa.Integer()))
    op.execute("UPDATE items SET m = n")


def downgrade():
    op.drop_column("items", "m")
    op.execute("UPDATE items SET n = n - 1")
