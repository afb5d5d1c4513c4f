# dialects: postgresql
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.add_column("users", sa.Column("phone", sa.Text()))
    op.execute("UPDATE users SET phone = ''")
    op.alter_column("users", "phone", nullable=False)  # expect: blocking-not-null


def downgrade():
    pass
