from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.add_column("users", sa.Column("contact", sa.Text()))
    op.execute("UPDATE users SET contact = phone WHERE phone IS NOT NULL")
    op.drop_column("users", "phone")


def downgrade():
    op.add_column("users", sa.Column("phone", sa.Text()))
    op.execute("UPDATE users SET phone = contact")
    op.drop_column("users", "contact")
