# dialects: postgresql
# profile: rollback
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.create_foreign_key(None, "orders", "users", ["user_id"], ["id"])
    op.create_foreign_key(None, "orders", "shops", ["shop_id"], ["id"])


def downgrade():
    op.drop_constraint(None, "orders", type_="foreignkey")  # expect: unrunnable-downgrade error
    op.drop_constraint(None, "orders", type_="foreignkey")
