from alembic import op

down_revision = "x"


def upgrade():
    op.drop_table("t")
