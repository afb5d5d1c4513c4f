# dialects: postgresql
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.alter_column("users", "phone", type_=sa.Text(), existing_nullable=False, nullable=False)


def downgrade():
    pass
