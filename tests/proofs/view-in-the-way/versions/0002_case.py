"""The downgrade drops a column that the view of the upgrade still shows."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.add_column("users", sa.Column("nick", sa.String(50)))
    op.execute("CREATE VIEW nicks AS SELECT nick FROM users")


def downgrade():
    op.drop_column("users", "nick")
    op.execute("DROP VIEW nicks")
