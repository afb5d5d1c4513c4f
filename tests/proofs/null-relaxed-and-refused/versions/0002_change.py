"""The downgrade counts the NULLs itself and raises when there are any."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.alter_column("users", "name", existing_type=sa.String(50), nullable=True)


def downgrade():
    count = op.get_bind().execute(sa.text("SELECT count(*) FROM users WHERE name IS NULL")).scalar()
    if count:
        raise RuntimeError(f"{count} users have no name")
    op.alter_column("users", "name", existing_type=sa.String(50), nullable=False)
