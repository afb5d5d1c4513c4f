revision = "1a"
down_revision = None
from alembic import op
import sqlalchemy as sa


def upgrade():
    op.create_table("users", sa.Column("id", sa.Integer()), sa.Column("phone", sa.Text()))
    op.create_table("teams", sa.Column("id", sa.Integer()), sa.Column("fax", sa.Text()))


def downgrade():
    op.drop_table("teams")
    op.drop_table("users")
