from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.create_table("invoices", sa.Column("id", sa.Integer()))


def downgrade():
    op.drop_table("invoices")
