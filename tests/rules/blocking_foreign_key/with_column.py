# dialects: postgresql
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.add_column("users", sa.Column("org_id", sa.Integer(), sa.ForeignKey("orgs.id")))  # expect: blocking-foreign-key


def downgrade():
    pass
