"""A table gets another name and a column, whose values go with it."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.rename_table("users", "people")
    op.add_column("people", sa.Column("kind", sa.String(10)))


def downgrade():
    op.drop_column("people", "kind")
    op.rename_table("people", "users")
