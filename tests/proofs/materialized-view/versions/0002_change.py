"""Indexes of a materialized view go with it; a column that is only called like one of the table does not need that."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.execute("CREATE MATERIALIZED VIEW names AS SELECT id, upper(name) AS nick FROM users")
    op.execute("CREATE INDEX ix_names_nick ON names (nick)")
    op.drop_column("users", "nick")


def downgrade():
    op.execute("DROP MATERIALIZED VIEW names")
    op.add_column("users", sa.Column("nick", sa.String(50)))
