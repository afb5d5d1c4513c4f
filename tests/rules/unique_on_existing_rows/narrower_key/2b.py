revision = "2b"
down_revision = "1a"
from alembic import op


def upgrade():
    op.drop_constraint("uq_a", "users")
    op.create_index("ix_id", "users", [sa.text("id DESC")], unique=True)
    op.create_unique_constraint("uq_ab", "users", ["a", "b"])
    op.create_unique_constraint("uq_idb", "users", ["id", "b"])
    op.create_unique_constraint("uq_b", "users", ["b"])  # expect: unique-on-existing-rows


def downgrade():
    op.drop_constraint("uq_b", "users")
