from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.add_column("users", sa.Column("phone", sa.Text()))


def downgrade():  # NOQA: MRT102 nothing to undo # expect: empty-downgrade suppressed
    pass
