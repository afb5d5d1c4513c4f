# dialects: postgresql
# profile: all
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.create_table(
        "users", sa.Column("mail", sa.Text()), sa.UniqueConstraint("mail", name="uq_users_mail")
    )
    op.create_index("ix_users_mail", "users", ["mail"])  # expect: duplicate-index note


def downgrade():
    op.drop_table("users")
