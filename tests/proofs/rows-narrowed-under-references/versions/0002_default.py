"""Rows are chosen by a column of the upgrade; of two tables that refer to them only one lets them go."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.add_column("groups", sa.Column("is_default", sa.Boolean()))


def downgrade():
    op.execute("DELETE FROM groups WHERE is_default")
    op.drop_column("groups", "is_default")
