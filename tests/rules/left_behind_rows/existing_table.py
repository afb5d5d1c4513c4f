# dialects: postgresql
# profile: rollback
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.execute("INSERT INTO plans (name) VALUES ('team')")  # expect: left-behind-rows warning
    op.add_column("plans", sa.Column("seats", sa.Integer()))


def downgrade():
    op.drop_column("plans", "seats")
