from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.add_column("users", sa.Column("contact", sa.Text()))
    op.execute("UPDATE users SET contact = phone")
    op.drop_column("users", "phone")  # expect: dropped-column error high


def downgrade():
    op.add_column("users", sa.Column("phone", sa.Text()))
    op.execute("UPDATE users SET phone = ''")
    op.drop_column("users", "contact")
