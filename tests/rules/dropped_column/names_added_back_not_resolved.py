from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


from app.columns import FORGOTTEN


def upgrade():
    op.drop_column("users", "phone")  # expect: dropped-column high


def downgrade():
    for name in FORGOTTEN:
        op.add_column("users", sa.Column(name, sa.Text()))
