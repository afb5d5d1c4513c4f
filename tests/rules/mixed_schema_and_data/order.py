# dialects: postgresql
revision = "2b"
down_revision = "1a"
from alembic import op
import sqlalchemy as sa


def upgrade():
    op.execute("UPDATE users SET a = 1")
    op.create_table("t", sa.Column("id", sa.Integer()))
    op.add_column("t", sa.Column("b", sa.Integer()))
    op.execute("UPDATE users SET a = 1")


def downgrade():
    op.drop_table("t")
