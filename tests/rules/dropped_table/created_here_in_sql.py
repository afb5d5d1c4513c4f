from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.execute("CREATE TABLE backup AS SELECT * FROM users")
    op.execute("DELETE FROM users WHERE deleted")
    op.execute("DROP TABLE backup")


def downgrade():
    op.execute("UPDATE users SET deleted = false")
