# dialects: postgresql
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.create_table("tags_new", sa.Column("name", sa.Text()))
    op.rename_table("tags_new", "tags")
    op.create_index("ix", "tags", ["name"])


def downgrade():
    op.drop_index("ix", "users")
