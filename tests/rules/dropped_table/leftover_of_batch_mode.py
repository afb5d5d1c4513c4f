from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.execute("DROP TABLE IF EXISTS _alembic_tmp_users")
    with op.batch_alter_table("users") as batch_op:
        batch_op.add_column(sa.Column("phone", sa.Text()))


def downgrade():
    with op.batch_alter_table("users") as batch_op:
        batch_op.drop_column("phone")
