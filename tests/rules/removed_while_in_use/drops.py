revision = "2b"
down_revision = "1a"
from alembic import op
import sqlalchemy as sa


def upgrade():
    op.drop_column("users", "phone")  # expect: removed-while-in-use warning high
    op.drop_table("sessions")  # expect: removed-while-in-use warning high
    op.drop_table("users_backup")
    op.add_column("users", sa.Column("a", sa.Text(), nullable=True))
    op.drop_column("users", "a")
    op.create_table("b", sa.Column("id", sa.Integer()))
    op.drop_column("b", "id")
    op.drop_table("b")
    op.drop_column("c", "id")
    op.drop_table("c")  # expect: removed-while-in-use
    op.drop_table("d")
    op.rename_table("d_next", "d")  # expect: renamed-while-in-use


def downgrade():
    op.drop_table("e")
