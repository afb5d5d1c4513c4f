"""The downgrade drops a constraint whose name it does not know: Alembic cannot write the statement."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.create_unique_constraint(None, "users", ["name"])


def downgrade():
    op.drop_constraint(None, "users", type_="unique")
