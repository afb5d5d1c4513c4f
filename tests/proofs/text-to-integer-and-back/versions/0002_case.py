"""Numbers kept as text become integers; leading zeros do not survive."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.alter_column("codes", "code", type_=sa.Integer(), existing_type=sa.String(20), postgresql_using="code::integer")


def downgrade():
    op.alter_column("codes", "code", type_=sa.String(20), existing_type=sa.Integer(), postgresql_using="code::text")
