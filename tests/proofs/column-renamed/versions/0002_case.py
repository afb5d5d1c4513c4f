"""A rename and its inverse."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.alter_column("users", "name", new_column_name="login", existing_type=sa.String(50), existing_nullable=False)


def downgrade():
    op.alter_column("users", "login", new_column_name="name", existing_type=sa.String(50), existing_nullable=False)
