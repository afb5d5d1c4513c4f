# dialects: postgresql
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    with op.batch_alter_table("users") as batch_op:
        batch_op.create_index("ix", ["mail"], unique=False)  # expect: blocking-index


def downgrade():
    op.drop_index("ix", "users")
