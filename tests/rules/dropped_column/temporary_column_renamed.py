from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.add_column("users", sa.Column("a", sa.Integer()))
    op.alter_column("users", "a", new_column_name="b")
    op.drop_column("users", "b")
    op.add_column("users", sa.Column("c", sa.Integer()))


def downgrade():
    op.drop_column("users", "c")
