from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.execute("ALTER TABLE users RENAME COLUMN name TO full_name")  # expect: unreversed-column-rename
    op.execute("ALTER TABLE users RENAME COLUMN mail TO email")


def downgrade():
    op.execute("ALTER TABLE users RENAME COLUMN email TO mail")
