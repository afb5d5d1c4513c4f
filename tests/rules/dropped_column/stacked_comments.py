# profile: all
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    # tidemark: allow dropped-column -- unused since release 3
    # tidemark: allow blocking-index -- nothing to index # expect: unused-suppression
    op.drop_column("users", "a")  # expect: dropped-column suppressed, removed-while-in-use


def downgrade():
    op.add_column("users", sa.Column("a", sa.Text()))
