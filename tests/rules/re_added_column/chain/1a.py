# dialects: postgresql
# profile: rollback
from alembic import op
import sqlalchemy as sa

revision = "1a"
down_revision = None


def upgrade():
    op.create_table("users", sa.Column("id", sa.Integer()), sa.Column("phone", sa.Text()))


def downgrade():
    op.drop_table("users")
