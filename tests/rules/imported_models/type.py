revision = "2b"
down_revision = "1a"
from alembic import op
import sqlalchemy as sa


from app.models.base import GUID


def upgrade():
    op.add_column("users", sa.Column("a", GUID(), nullable=True))  # expect: imported-models note


def downgrade():
    op.drop_column("users", "a")
