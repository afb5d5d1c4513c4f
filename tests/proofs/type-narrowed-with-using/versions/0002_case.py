"""The upgrade cuts values; the old length comes back, the text does not."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.alter_column("users", "name", existing_type=sa.String(50), type_=sa.String(2), postgresql_using="left(name, 2)")


def downgrade():
    op.alter_column("users", "name", existing_type=sa.String(2), type_=sa.String(50))
