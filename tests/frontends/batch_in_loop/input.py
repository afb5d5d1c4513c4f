from alembic import op
import sqlalchemy as sa

revision = "b1"
down_revision = "b0"

TABLES = ("one", "two")


def upgrade():
    for table in TABLES:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.alter_column("old", new_column_name="new", existing_type=sa.Text())


def downgrade():
    for table in reversed(TABLES):
        with op.batch_alter_table(table) as batch_op:
            batch_op.alter_column("new", new_column_name="old", existing_type=sa.Text())
