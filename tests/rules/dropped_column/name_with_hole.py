from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


from app.settings import SCHEMA


def upgrade():
    op.execute(f"ALTER TABLE {SCHEMA}.users DROP COLUMN phone")  # expect: dropped-column


def downgrade():
    op.execute(f"ALTER TABLE {SCHEMA}.users ADD COLUMN phone text")
