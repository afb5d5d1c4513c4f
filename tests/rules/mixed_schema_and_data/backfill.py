# dialects: postgresql
revision = "2b"
down_revision = "1a"
from alembic import op
import sqlalchemy as sa


def upgrade():
    op.add_column("users", sa.Column("plan", sa.Text(), nullable=True))
    op.execute("UPDATE teams SET a = 1 WHERE id = 7")
    op.execute("UPDATE users SET plan = 'free' WHERE plan IS NULL")  # expect: mixed-schema-and-data warning high
    op.execute("UPDATE users SET a = 1")


def downgrade():
    op.drop_column("users", "plan")
    op.execute("UPDATE users SET a = 1")
