# dialects: postgresql
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.add_column("users", sa.Column("mail", sa.Text(), index=True))  # expect: blocking-index


def downgrade():
    op.drop_column("users", "mail")
