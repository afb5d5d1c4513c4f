from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def _forget(column):
    op.drop_column("users", column)  # expect: dropped-column


def upgrade():
    _forget("phone")


def downgrade():
    op.add_column("users", sa.Column("phone", sa.Text()))
