from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.drop_table("invoices")  # expect: dropped-table error high


def downgrade():
    op.create_table("invoices", sa.Column("id", sa.Integer(), primary_key=True))
