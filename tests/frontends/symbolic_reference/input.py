revision = "2b"
down_revision = "1a"
from alembic import op
import sqlalchemy as sa


def upgrade():
    prefix = op.get_context().opts["table_prefix"]
    op.create_table(
        f"{prefix}accounts",
        sa.Column("user_id", sa.Integer(), sa.ForeignKey(f"{prefix}users.id", ondelete="CASCADE")),
        sa.ForeignKeyConstraint(["team_id"], [f"audit.{prefix}teams.id"]),
    )


def downgrade():
    prefix = op.get_context().opts["table_prefix"]
    op.drop_table(f"{prefix}accounts")
