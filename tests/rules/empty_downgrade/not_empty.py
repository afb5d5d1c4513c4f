from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.add_column("users", sa.Column("phone", sa.Text()))


def downgrade():
    with op.batch_alter_table("users") as batch_op:
        batch_op.drop_column("phone")
