from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():  # expect: missing-downgrade
    # tidemark: allow missing-downgrade -- this stands too far down # expect: unused-suppression note
    op.add_column("users", sa.Column("phone", sa.Text()))
