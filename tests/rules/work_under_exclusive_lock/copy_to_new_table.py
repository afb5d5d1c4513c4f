# dialects: postgresql
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.drop_column("users", "b")
    op.create_table("x", sa.Column("a", sa.Integer()))
    op.execute("INSERT INTO x (a) SELECT a FROM users")  # expect: work-under-exclusive-lock


def downgrade():
    pass
