"""The downgrade deletes a row that others refer to by then."""
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.execute("INSERT INTO kinds (id, name) VALUES (7, 'login')")


def downgrade():
    op.execute("DELETE FROM kinds WHERE id = 7")
