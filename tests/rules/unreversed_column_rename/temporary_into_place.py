from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.add_column("alarm", sa.Column("at_ts", sa.DateTime()))
    op.execute("UPDATE alarm SET at_ts = to_timestamp(at)")
    op.drop_column("alarm", "at")  # expect: dropped-column
    op.alter_column("alarm", "at_ts", new_column_name="at")


def downgrade():
    op.execute("UPDATE alarm SET at = NULL")
