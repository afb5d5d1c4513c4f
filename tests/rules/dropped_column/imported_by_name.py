from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


from alembic.op import add_column, drop_column


def upgrade():
    drop_column("users", "phone")  # expect: dropped-column


def downgrade():
    add_column("users", sa.Column("phone", sa.Text()))
