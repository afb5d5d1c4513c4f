"""Where the case starts."""
import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    op.create_table("streams", sa.Column("id", sa.Integer(), primary_key=True))
    op.create_table("actions", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("stream_id", sa.Integer(), sa.ForeignKey("streams.id", name="fk_actions_stream")))


def downgrade():
    raise NotImplementedError
