# dialects: postgresql
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.add_column("users", sa.Column("t", sa.Integer(), sa.Computed("a + b", persisted=True)))  # expect: rewriting-default


def downgrade():
    pass
