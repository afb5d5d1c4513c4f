from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.rename_table("replies", "replies_tmp")
    op.create_table("replies", sa.Column("id", sa.Integer(), nullable=False))
    op.drop_table("replies_tmp")  # expect: dropped-table error high


def downgrade():
    op.alter_column("replies", "id", nullable=True)
