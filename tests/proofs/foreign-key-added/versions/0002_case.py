"""A foreign key is new and goes again; on MySQL the index that it brought along stays."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.create_foreign_key("posts_user", "posts", "users", ["user_id"], ["id"])


def downgrade():
    op.drop_constraint("posts_user", "posts", type_="foreignkey")
