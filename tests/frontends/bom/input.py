from alembic import op

revision = "bo1"
down_revision = "bo0"


def upgrade():
    op.drop_table("t")


def downgrade():
    pass
