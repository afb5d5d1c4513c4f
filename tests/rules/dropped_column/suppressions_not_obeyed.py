# suppressions: no
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.drop_column("users", "a")  # tidemark: allow dropped-column -- no # expect: dropped-column
    op.drop_column("users", "b")  # noqa: MRT201 # expect: dropped-column


def downgrade():
    op.add_column("users", sa.Column("a", sa.Text()))
    op.add_column("users", sa.Column("b", sa.Text()))
