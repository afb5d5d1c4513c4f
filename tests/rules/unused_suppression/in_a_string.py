from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.execute("UPDATE notes SET body = '# tidemark: allow dropped-column' WHERE id = 1")


def downgrade():
    op.execute("UPDATE notes SET body = '' WHERE id = 1")
