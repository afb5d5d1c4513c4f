from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    if op.get_bind().dialect.name == "sqlite":
        with op.batch_alter_table("users") as batch_op:
            batch_op.drop_column("phone")  # expect: dropped-column
    else:
        op.drop_column("users", "phone")


def downgrade():
    op.add_column("users", sa.Column("phone", sa.Text()))
