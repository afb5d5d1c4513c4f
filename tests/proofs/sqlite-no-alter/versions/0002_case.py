"""SQLite cannot drop a constraint outside batch mode: the downgrade fails on any database."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    with op.batch_alter_table("users") as batch:
        batch.create_unique_constraint("users_name", ["name"])


def downgrade():
    op.drop_constraint("users_name", "users", type_="unique")
