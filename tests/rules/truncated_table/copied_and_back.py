from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.execute("CREATE TABLE sessions_saved AS SELECT * FROM sessions")
    op.execute("TRUNCATE sessions")


def downgrade():
    op.execute("INSERT INTO sessions SELECT * FROM sessions_saved")
    op.execute("DROP TABLE sessions_saved")
