"""The downgrade drops the type as well."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = None


def upgrade():
    op.create_table("jobs", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("state", sa.Enum("on", "off", name="job_state")))


def downgrade():
    op.drop_table("jobs")
    sa.Enum(name="job_state").drop(op.get_bind())
