revision = "2b"
down_revision = "1a"
from alembic import op
import sqlalchemy as sa


def upgrade():
    op.drop_column("users", "phone")  # expect: removed-while-in-use
    op.drop_table("teams")  # expect: removed-while-in-use


def downgrade():
    pass
