from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def _undo():
    op.drop_column("users", "phone")


def upgrade():
    op.add_column("users", sa.Column("phone", sa.Text()))


def downgrade():
    _undo()
