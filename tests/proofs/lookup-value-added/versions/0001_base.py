"""Where the case starts."""
import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    op.create_table("states", sa.Column("name", sa.String(20), primary_key=True))
    op.create_table(
        "jobs",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("state", sa.String(20), sa.ForeignKey("states.name"), nullable=False),
    )


def downgrade():
    raise NotImplementedError
