from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.drop_column("phone")  # expect: dropped-column
        batch_op.drop_column("fax")  # expect: dropped-column


def downgrade():
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.add_column(sa.Column("fax", sa.Text()))
        batch_op.add_column(sa.Column("phone", sa.Text()))
