"""What a function of the application does to the rows cannot be read."""
import sqlalchemy as sa
from alembic import op
from application.models import fill_nicks, restore_names

revision = "0002"
down_revision = "0001"


def upgrade():
    op.add_column("users", sa.Column("nick", sa.String(50)))
    fill_nicks(op.get_bind())


def downgrade():
    restore_names(op.get_bind())
    op.drop_column("users", "nick")
