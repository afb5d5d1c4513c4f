# dialects: postgresql
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    import uuid
    op.add_column("users", sa.Column("k", sa.Uuid(), default=uuid.uuid4))


def downgrade():
    pass
