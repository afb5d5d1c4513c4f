# dialects: postgresql
# profile: rollback
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.create_table("plans", sa.Column("name", sa.Text()))
    op.execute("INSERT INTO plans (name) VALUES ('team')")


def downgrade():
    op.drop_table("plans")
