from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    columns = [c["name"] for c in sa.inspect(op.get_bind()).get_columns("users")]
    if "phone" in columns:
        op.drop_column("users", "phone")  # expect: dropped-column high


def downgrade():
    op.add_column("users", sa.Column("phone", sa.Text()))
