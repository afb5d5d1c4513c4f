from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.drop_column("users", "phone")  # tidemark: allow dropped-column, dropped-table -- old # expect: dropped-column suppressed


def downgrade():
    op.add_column("users", sa.Column("phone", sa.Text()))
