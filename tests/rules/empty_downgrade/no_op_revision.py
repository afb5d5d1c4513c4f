from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    """Only a label."""


def downgrade():
    """Only a label."""
