# dialects: sqlite
revision = "2b"
down_revision = "1a"
from alembic import op
import sqlalchemy as sa


def upgrade():
    with op.batch_alter_table("orders") as batch:
        batch.create_foreign_key("fk_a", "users", ["a"], ["id"])


def downgrade():
    with op.batch_alter_table("orders") as batch:
        batch.drop_constraint("fk_a", type_="foreignkey")
