from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.execute("UPDATE jobs SET state = 'truncate' /* TRUNCATE TABLE x */ WHERE id = 1")


def downgrade():
    op.execute("UPDATE jobs SET state = 'TRUNCATE TABLE y' WHERE id = 1")
