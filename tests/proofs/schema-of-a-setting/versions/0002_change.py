"""The schema is asked of the settings; without one the table is in the default schema all the same."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.create_table("colours", sa.Column("id", sa.Integer(), primary_key=True))


def downgrade():
    op.drop_table("colours", schema=op.get_context().version_table_schema)
