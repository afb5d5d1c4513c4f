from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.drop_table("a")  # expect: dropped-table
    op.drop_table("b")  # expect: dropped-table
    op.drop_table("c")  # expect: dropped-table


def downgrade():  # expect: empty-downgrade
    pass  # the next line has the finding
