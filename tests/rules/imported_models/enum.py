revision = "2b"
down_revision = "1a"
from alembic import op
import sqlalchemy as sa


from app.models.kind import Kind


def upgrade():
    op.execute(f"UPDATE users SET kind = '{Kind.USER.value}'")  # expect: imported-models warning


def downgrade():
    pass
