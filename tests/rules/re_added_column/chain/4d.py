from alembic import op
import sqlalchemy as sa

revision = "4d"
down_revision = "3c"


def upgrade():
    op.add_column("users", sa.Column("fax", sa.Text()))


def downgrade():
    op.drop_column("users", "fax")
