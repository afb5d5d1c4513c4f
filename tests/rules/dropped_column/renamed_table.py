from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.rename_table("users", "people")
    op.drop_column("people", "phone")  # expect: dropped-column error high


def downgrade():
    op.add_column("people", sa.Column("phone", sa.Text()))
    op.rename_table("people", "users")
