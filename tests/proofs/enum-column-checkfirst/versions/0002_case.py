"""The type left behind is found there by checkfirst when the upgrade runs again."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    state = sa.Enum("on", "off", name="job_state")
    state.create(op.get_bind(), checkfirst=True)
    op.add_column("jobs", sa.Column("state", state))


def downgrade():
    op.drop_column("jobs", "state")
