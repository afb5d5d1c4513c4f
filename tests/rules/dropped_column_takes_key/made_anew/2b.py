from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.drop_column("m", "b")
    op.create_unique_constraint("uq2", "m", ["a"])


def downgrade():
    pass
