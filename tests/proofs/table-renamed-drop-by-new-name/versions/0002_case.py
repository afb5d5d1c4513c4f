"""After a rename PostgreSQL's own constraint names keep the table's old name; the downgrade looks for the new."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.rename_table("users", "people")


def downgrade():
    op.drop_constraint("people_name_key", "people", type_="unique")
    op.rename_table("people", "users")
    op.create_unique_constraint("users_name_key", "users", ["name"])
