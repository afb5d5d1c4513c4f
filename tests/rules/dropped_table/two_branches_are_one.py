from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TABLE invoices CASCADE")  # expect: dropped-table
    else:
        op.drop_table("invoices")


def downgrade():
    op.create_table("invoices", sa.Column("id", sa.Integer()))
