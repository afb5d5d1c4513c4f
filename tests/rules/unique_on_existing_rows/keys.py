# dialects: postgresql
revision = "2b"
down_revision = "1a"
from alembic import op
import sqlalchemy as sa


def upgrade():
    op.create_unique_constraint("uq_a", "users", ["a"])  # expect: unique-on-existing-rows warning high
    op.create_index("ix_b", "users", ["b"], unique=True)  # expect: unique-on-existing-rows
    op.create_index("ix_c", "users", ["c"])
    op.create_unique_constraint("uq_b", "users", ["b"])
    op.add_column("users", sa.Column("d", sa.Text(), nullable=True))
    op.create_unique_constraint("uq_d", "users", ["d"])
    op.create_table("t", sa.Column("e", sa.Text()))
    op.create_unique_constraint("uq_e", "t", ["e"])
    op.execute("ALTER TABLE users ADD CONSTRAINT uq_f UNIQUE USING INDEX ix_f")
    op.add_column("users", sa.Column("g", sa.Uuid(), server_default=sa.text("gen_random_uuid()")))
    op.create_unique_constraint("uq_g", "users", ["g"])


def downgrade():
    op.create_unique_constraint("uq_g", "users", ["g"])
