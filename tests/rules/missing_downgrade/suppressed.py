from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


# tidemark: allow missing-downgrade -- release 7 is the oldest that we support
def upgrade():  # expect: missing-downgrade suppressed
    op.add_column("users", sa.Column("phone", sa.Text()))
