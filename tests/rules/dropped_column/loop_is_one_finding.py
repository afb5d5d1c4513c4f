from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


COLUMNS = ("phone", "fax", "telex")


def upgrade():
    for column in COLUMNS:
        op.drop_column("users", column)  # expect: dropped-column


def downgrade():
    for column in COLUMNS:
        op.add_column("users", sa.Column(column, sa.Text()))
