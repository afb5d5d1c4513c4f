from alembic import op

revision = "nu1"
down_revision = "nu0"


def upgrade():
    op.drop_table("café")


def downgrade():
    pass
