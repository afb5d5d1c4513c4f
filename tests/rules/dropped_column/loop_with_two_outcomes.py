from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    for column in ("phone", "fax"):
        op.drop_column("users", column)  # expect: dropped-column, dropped-column


def downgrade():
    op.add_column("users", sa.Column("phone", sa.Text()))
