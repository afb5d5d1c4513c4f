revision = "1a"
down_revision = None
from alembic import op
import sqlalchemy as sa


def upgrade():
    op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True),
                    sa.Column("a", sa.Text()), sa.Column("b", sa.Text()))
    op.create_unique_constraint("uq_a", "users", ["a"])


def downgrade():
    op.drop_table("users")
