"""The check that the table was made with has no name; batch mode copies the table without it."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    with op.batch_alter_table("items") as batch:
        batch.add_column(sa.Column("m", sa.Integer()))


def downgrade():
    with op.batch_alter_table("items") as batch:
        batch.drop_column("m")
