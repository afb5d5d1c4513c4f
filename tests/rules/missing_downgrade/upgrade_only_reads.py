from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    rows = op.get_bind().execute(sa.text("SELECT count(*) FROM users")).scalar()
    print(rows)
