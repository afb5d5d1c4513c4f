"""The downgrade turns text into a number without USING: PostgreSQL refuses on any database."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.alter_column("codes", "code", type_=sa.String(20), existing_type=sa.Integer())


def downgrade():
    op.alter_column("codes", "code", type_=sa.Integer(), existing_type=sa.String(20))
