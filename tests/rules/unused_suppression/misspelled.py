from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.drop_column("users", "phone")  # tidemark: allow dropped-colum -- typo # expect: dropped-column, unused-suppression high


def downgrade():
    op.add_column("users", sa.Column("phone", sa.Text()))
