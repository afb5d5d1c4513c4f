"""TEXT back to VARCHAR(10) without USING: texts that are longer stop it."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.alter_column("notes", "body", existing_type=sa.String(10), type_=sa.Text())


def downgrade():
    op.alter_column("notes", "body", existing_type=sa.Text(), type_=sa.String(10))
