from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.execute("UPDATE users SET reachable = true WHERE phone IS NOT NULL")
    op.drop_column("users", "phone")  # expect: dropped-column error low


def downgrade():
    op.add_column("users", sa.Column("phone", sa.Text()))
    op.execute("UPDATE users SET phone = fax")
