"""Makes the tables again in the order in which they were dropped."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.drop_table("actions")
    op.drop_table("streams")


def downgrade():
    op.create_table("actions", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("stream_id", sa.Integer(), sa.ForeignKey("streams.id", name="fk_actions_stream")))
    op.create_table("streams", sa.Column("id", sa.Integer(), primary_key=True))
