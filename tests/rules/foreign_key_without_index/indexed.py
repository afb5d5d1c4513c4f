# dialects: postgresql
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.create_table("users", sa.Column("org_id", sa.Integer(), sa.ForeignKey("orgs.id"), index=True))


def downgrade():
    pass
