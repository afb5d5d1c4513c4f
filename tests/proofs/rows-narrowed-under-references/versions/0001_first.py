"""Where the case starts."""
import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    op.create_table("groups", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("name", sa.String(40), nullable=False))
    op.create_table("members", sa.Column("group_id", sa.Integer(), sa.ForeignKey("groups.id", ondelete="CASCADE")))
    op.create_table("owners", sa.Column("group_id", sa.Integer()), sa.Column("since", sa.Integer()))
    op.create_foreign_key("fk_owner_group", "owners", "groups", ["group_id"], ["id"])


def downgrade():
    raise NotImplementedError
