from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


from alembic import context


def upgrade():
    if context.get_x_argument(as_dictionary=True).get("forget"):
        op.drop_column("users", "phone")  # expect: dropped-column low


def downgrade():
    op.add_column("users", sa.Column("phone", sa.Text()))
