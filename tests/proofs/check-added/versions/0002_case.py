"""A check is new and goes again."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.create_check_constraint("positive", "items", "n > 0")


def downgrade():
    op.drop_constraint("positive", "items", type_="check")
