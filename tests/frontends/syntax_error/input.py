from alembic import op

revision = "se1"
down_revision = "se0"


def upgrade():
    op.drop_table("t"


def downgrade():
    pass
