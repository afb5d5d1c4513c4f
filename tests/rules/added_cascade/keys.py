# dialects: postgresql
revision = "2b"
down_revision = "1a"
from alembic import op
import sqlalchemy as sa


def upgrade():
    op.drop_constraint("fk_a", "orders", type_="foreignkey")
    op.create_foreign_key("fk_a", "orders", "users", ["a"], ["id"], ondelete="CASCADE")  # expect: added-cascade note high
    op.drop_constraint("fk_b", "orders", type_="foreignkey")
    op.create_foreign_key("fk_b", "orders", "users", ["b"], ["id"], ondelete="SET NULL")
    op.add_column("orders", sa.Column("c", sa.Integer(), nullable=True))
    op.create_foreign_key("fk_c", "orders", "users", ["c"], ["id"], ondelete="CASCADE")
    op.create_table(
        "t", sa.Column("e", sa.Integer(), sa.ForeignKey("users.id", ondelete="CASCADE")), sa.Column("f", sa.Integer())
    )
    op.create_foreign_key("fk_f", "t", "users", ["f"], ["id"], ondelete="CASCADE")
    op.execute("ALTER TABLE lines ADD CONSTRAINT fk_g FOREIGN KEY (g) REFERENCES orders (id) ON DELETE CASCADE")  # expect: added-cascade note high
    op.execute("ALTER TABLE lines DROP CONSTRAINT fk_g")
    op.execute("ALTER TABLE lines ADD CONSTRAINT fk_g2 FOREIGN KEY (g) REFERENCES orders (id) ON DELETE CASCADE")  # expect: added-cascade note high


def downgrade():
    op.create_foreign_key("fk_d", "orders", "users", ["d"], ["id"], ondelete="CASCADE")
