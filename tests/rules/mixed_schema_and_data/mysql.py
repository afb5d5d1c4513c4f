# dialects: mysql
revision = "2b"
down_revision = "1a"
from alembic import op
import sqlalchemy as sa


def upgrade():
    op.add_column("users", sa.Column("plan", sa.Text(), nullable=True))
    op.execute("UPDATE users SET plan = 'free'")  # expect: mixed-schema-and-data


def downgrade():
    op.drop_column("users", "plan")
