from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


from app.migrations import restore_phone


def upgrade():
    op.drop_column("users", "phone")  # expect: dropped-column high


def downgrade():
    restore_phone()
