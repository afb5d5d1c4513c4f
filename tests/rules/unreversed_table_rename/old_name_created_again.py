from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.rename_table("users", "users_v1")
    op.create_table("users", sa.Column("id", sa.Integer()))
    op.execute("INSERT INTO users SELECT id FROM users_v1")
    op.drop_table("users_v1")


def downgrade():
    op.alter_column("users", "id", nullable=True)
