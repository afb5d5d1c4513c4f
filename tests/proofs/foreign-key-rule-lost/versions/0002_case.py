"""The foreign key is made anew without the ON DELETE that it had."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.drop_constraint("posts_user", "posts", type_="foreignkey")
    op.create_foreign_key("posts_user", "posts", "users", ["user_id"], ["id"], ondelete="SET NULL")


def downgrade():
    op.drop_constraint("posts_user", "posts", type_="foreignkey")
    op.create_foreign_key("posts_user", "posts", "users", ["user_id"], ["id"])
