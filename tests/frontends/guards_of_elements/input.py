revision = "2b"
down_revision = "1a"
from alembic import op
import sqlalchemy as sa


def upgrade():
    inspector = sa.inspect(op.get_bind())
    for column in inspector.get_columns("users"):
        if column["name"] == "phone":
            op.drop_column("users", "phone")
        else:
            op.execute("SELECT 1")
            op.create_index("ix_other", "users", ["id"])


def downgrade():
    pass
