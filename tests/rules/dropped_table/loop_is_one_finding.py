from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    for name in ("a", "b", "c", "d"):
        op.drop_table(name)  # expect: dropped-table


def downgrade():
    for name in ("a", "b", "c", "d"):
        op.create_table(name, sa.Column("id", sa.Integer()))
