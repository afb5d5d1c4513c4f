"""SQLAlchemy shortens a name that is too long in the same way when the index is dropped."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.create_index(
        op.f("ix_a_table_with_quite_a_long_name_a_column_with_quite_a_long_name"),
        "users",
        ["name"],
    )


def downgrade():
    op.drop_index(
        op.f("ix_a_table_with_quite_a_long_name_a_column_with_quite_a_long_name"),
        table_name="users",
    )
