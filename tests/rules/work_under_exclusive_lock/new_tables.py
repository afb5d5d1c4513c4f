# dialects: postgresql
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.create_table("users", sa.Column("a", sa.Integer()))
    op.add_column("users", sa.Column("b", sa.Integer()))
    op.execute("UPDATE orgs SET a = 1 WHERE a IS NULL")


def downgrade():
    pass
