from alembic import op
import sqlalchemy as sa

revision = "3c"
down_revision = "2b"


def upgrade():
    op.add_column("users", sa.Column("phone", sa.Text()))  # expect: re-added-column note


def downgrade():
    op.drop_column("users", "phone")
