"""First and last name become one; the downgrade cannot tell them apart."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.add_column("users", sa.Column("name", sa.String(101)))
    op.execute("UPDATE users SET name = first || ' ' || last")
    op.drop_column("users", "first")
    op.drop_column("users", "last")


def downgrade():
    op.add_column("users", sa.Column("first", sa.String(50)))
    op.add_column("users", sa.Column("last", sa.String(50)))
    op.execute("UPDATE users SET first = name")
    op.drop_column("users", "name")
