from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.execute("UPDATE frameworks SET status = 'open' WHERE slug = 'seven'")


def downgrade():  # expect: empty-downgrade warning high
    pass
