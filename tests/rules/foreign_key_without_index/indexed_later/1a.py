# dialects: postgresql
from alembic import op
import sqlalchemy as sa

revision = "1a"
down_revision = None


def upgrade():
    op.create_table("users", sa.Column("org_id", sa.Integer(), sa.ForeignKey("orgs.id")))


def downgrade():
    pass
