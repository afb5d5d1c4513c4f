import sqlalchemy as sa
from alembic import op

revision = "q1"
down_revision = "q0",


def upgrade():
    op.add_column("t", sa.Column("a", sa.Integer())),
    op.drop_column("t", "b"), op.drop_column("t", "c")
    (op.drop_table("u"),)
    op.drop_index("x"); op.drop_index("y")


def downgrade():
    op.drop_column("t", "a"),
