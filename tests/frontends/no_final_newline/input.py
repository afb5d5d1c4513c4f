from alembic import op

revision = "nn1"
down_revision = "nn0"


def upgrade():
    pass


def downgrade():
    op.drop_table("t")