from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def _columns():
    return sa.inspect(op.get_bind()).get_columns("users")


def upgrade():
    for column in _columns():
        op.alter_column("users", column["name"], new_column_name="old_" + column["name"])


def downgrade():
    for column in _columns():
        op.alter_column("users", column["name"], new_column_name=column["name"][4:])
