# dialects: postgresql
# profile: rollback
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.drop_constraint("fk_a", "orders", type_="foreignkey")


def downgrade():
    op.create_foreign_key("fk_a", "orders", "users", ["user_id"], ["id"])  # expect: fails-on-new-rows error
