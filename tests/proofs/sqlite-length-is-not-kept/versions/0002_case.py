"""SQLite admits any length: the shorter column takes what has grown."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    with op.batch_alter_table("users") as batch:
        batch.alter_column("name", existing_type=sa.String(50), type_=sa.String(200))


def downgrade():
    with op.batch_alter_table("users") as batch:
        batch.alter_column("name", existing_type=sa.String(200), type_=sa.String(50))
