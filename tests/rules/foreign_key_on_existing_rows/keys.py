# dialects: postgresql
revision = "2b"
down_revision = "1a"
from alembic import op
import sqlalchemy as sa


def upgrade():
    op.create_foreign_key("fk_a", "orders", "users", ["a"], ["id"])  # expect: foreign-key-on-existing-rows warning high
    op.create_foreign_key("fk_b", "orders", "users", ["b"], ["id"], postgresql_not_valid=True)
    op.add_column("orders", sa.Column("c", sa.Integer(), nullable=True))
    op.create_foreign_key("fk_c", "orders", "users", ["c"], ["id"])
    op.drop_constraint("fk_d", "orders", type_="foreignkey")
    op.create_foreign_key("fk_d", "orders", "users", ["d"], ["id"], ondelete="CASCADE")
    op.create_table("t", sa.Column("e", sa.Integer()))
    op.create_foreign_key("fk_e", "t", "users", ["e"], ["id"])


def downgrade():
    op.create_foreign_key("fk_f", "orders", "users", ["f"], ["id"])
