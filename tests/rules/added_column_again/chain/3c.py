revision = "3c"
down_revision = "2b"
from alembic import op
import sqlalchemy as sa


def upgrade():
    op.add_column("users", sa.Column("phone", sa.Text(), nullable=True))  # expect: added-column-again warning
    op.add_column("users", sa.Column("mail", sa.Text(), nullable=True))
    op.create_table("teams", sa.Column("id", sa.Integer()))
    op.add_column("teams", sa.Column("fax", sa.Text(), nullable=True))


def downgrade():
    pass
