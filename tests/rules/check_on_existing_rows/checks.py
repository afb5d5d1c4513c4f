# dialects: postgresql
revision = "2b"
down_revision = "1a"
from alembic import op
import sqlalchemy as sa


def upgrade():
    op.create_check_constraint("ck_a", "users", "a > 0")  # expect: check-on-existing-rows warning high
    op.execute("ALTER TABLE users ADD CONSTRAINT ck_b CHECK (b > 0) NOT VALID")
    op.add_column("users", sa.Column("c", sa.Integer(), nullable=True))
    op.create_check_constraint("ck_c", "users", "c > 0")
    op.drop_constraint("ck_d", "teams", type_="check")
    op.create_check_constraint("ck_d", "teams", "d IN ('x', 'y')")
    op.create_table("t", sa.Column("e", sa.Integer()))
    op.create_check_constraint("ck_e", "t", "e > 0")


def downgrade():
    op.create_check_constraint("ck_f", "users", "f > 0")
