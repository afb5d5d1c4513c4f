"""Where the case starts."""
import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    op.create_table("users", sa.Column("name", sa.String(50), nullable=False), sa.Column("realm", sa.String(50), nullable=False), sa.PrimaryKeyConstraint("name", name="users_pkey"))


def downgrade():
    raise NotImplementedError
