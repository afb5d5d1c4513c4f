"""MySQL states the whole column in every change: NOT NULL that is not repeated is lost."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.alter_column("users", "name", existing_type=sa.String(50), type_=sa.String(60), existing_nullable=False)


def downgrade():
    op.alter_column("users", "name", existing_type=sa.String(60), type_=sa.String(50))
