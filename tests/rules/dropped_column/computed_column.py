from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.drop_column("orders", "total")


def downgrade():
    op.add_column("orders", sa.Column("total", sa.Integer(), sa.Computed("net + tax")))
