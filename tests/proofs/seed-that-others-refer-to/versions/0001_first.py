"""Where the case starts."""
import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    op.create_table(
        "kinds",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(40), nullable=False),
    )
    op.create_table(
        "entries",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("kind_id", sa.Integer(), sa.ForeignKey("kinds.id"), nullable=False),
    )


def downgrade():
    op.drop_table("entries")
    op.drop_table("kinds")
