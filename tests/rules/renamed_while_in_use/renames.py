revision = "2b"
down_revision = "1a"
from alembic import op
import sqlalchemy as sa


def upgrade():
    op.alter_column("users", "mail", new_column_name="email")  # expect: renamed-while-in-use warning high
    op.rename_table("people", "persons")  # expect: renamed-while-in-use
    op.rename_table("a", "a_kept")
    op.create_table("a", sa.Column("id", sa.Integer()))
    op.rename_table("a", "b")
    with op.batch_alter_table("c") as batch:
        batch.alter_column("x", new_column_name="y")  # expect: renamed-while-in-use
    op.add_column("d", sa.Column("x_next", sa.Text(), nullable=True))
    op.drop_column("d", "x")
    op.alter_column("d", "x_next", new_column_name="x")


def downgrade():
    op.rename_table("z", "y")
