from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.execute("""  -- # expect: dropped-column
        ALTER TABLE users
            DROP COLUMN phone,
            DROP COLUMN fax
    """)


def downgrade():
    op.execute("ALTER TABLE users ADD COLUMN phone text, ADD COLUMN fax text")
