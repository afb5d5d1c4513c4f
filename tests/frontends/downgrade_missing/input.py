from alembic import op

revision = "n1"
down_revision = "n0"


def upgrade():
    op.drop_table("t")
