revision = "2b"
down_revision = "1a"
from alembic import op
import sqlalchemy as sa


from app.models import User


def upgrade():
    op.add_column("users", sa.Column("a", sa.Text(), nullable=True))


def downgrade():
    op.drop_column("users", "a")
