"""The check goes, rows come that it forbade."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.drop_constraint("positive", "items", type_="check")


def downgrade():
    op.create_check_constraint("positive", "items", "n > 0")
