from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


from app.migrations import tasks


def upgrade():  # expect: missing-downgrade low
    tasks.rebuild_everything()
