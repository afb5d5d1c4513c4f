from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


from app.seed import load


def upgrade():
    load()


def downgrade():  # expect: empty-downgrade low
    pass
