# dialects: postgresql
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.create_table("users", sa.Column("a", sa.Integer(), primary_key=True), sa.Column("org_id", sa.Integer(), sa.ForeignKey("orgs.id"), primary_key=True))  # expect: foreign-key-without-index


def downgrade():
    pass
