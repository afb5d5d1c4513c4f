# dialects: postgresql
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.create_table("rooms", sa.Column("room", sa.Integer()))
    op.create_exclude_constraint("ex", "rooms", ("room", "="), using="gist")


def downgrade():
    pass
