"""The downgrade cuts the values to their old length as it shortens the column."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.alter_column("users", "name", existing_type=sa.String(50), type_=sa.String(200))


def downgrade():
    op.alter_column("users", "name", existing_type=sa.String(200), type_=sa.String(50), postgresql_using="left(name, 50)")
