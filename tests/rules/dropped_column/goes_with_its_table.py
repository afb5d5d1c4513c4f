from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.drop_column("legacy", "owner_id")
    op.drop_table("legacy")  # expect: dropped-table


def downgrade():
    op.create_table("legacy", sa.Column("id", sa.Integer()))
