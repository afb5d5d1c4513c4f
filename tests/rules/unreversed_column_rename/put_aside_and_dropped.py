from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.alter_column("users", "phone", new_column_name="phone_old")
    op.add_column("users", sa.Column("phone", sa.BigInteger()))
    op.execute("UPDATE users SET phone = phone_old::bigint")
    op.drop_column("users", "phone_old")


def downgrade():
    op.alter_column("users", "phone", type_=sa.Text())
