from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.create_table("users_new", sa.Column("id", sa.BigInteger(), primary_key=True))
    op.execute("INSERT INTO users_new SELECT id FROM users")
    op.drop_table("users")
    op.rename_table("users_new", "users")


def downgrade():
    op.alter_column("users", "id", type_=sa.Integer())
