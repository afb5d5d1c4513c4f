from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.add_column("users", sa.Column("phone", sa.Text()))


def downgrade():  # expect: empty-downgrade suppressed
    # tidemark: allow empty-downgrade -- the old code does not look at it
    pass
