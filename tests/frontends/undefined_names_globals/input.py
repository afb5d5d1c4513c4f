import sqlalchemy as sa
from alembic import op

revision = "b1"
down_revision = "b0"


def upgrade():
    op.add_column("books", sa.Column("isbn", LongText()))


def downgrade():
    globals()["drop"]()
    op.drop_column("books", NAME)
