from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.add_column("alarm", sa.Column("at_new", sa.DateTime()))
    op.execute("UPDATE alarm SET at_new = from_unixtime(at)")
    op.drop_column("alarm", "at")
    op.alter_column("alarm", "at_new", new_column_name="at", existing_type=sa.DateTime())


def downgrade():
    op.add_column("alarm", sa.Column("at_old", sa.Numeric(20, 6)))
    op.execute("UPDATE alarm SET at_old = unix_timestamp(at)")
    op.drop_column("alarm", "at")
    op.alter_column("alarm", "at_old", new_column_name="at", existing_type=sa.Numeric(20, 6))
