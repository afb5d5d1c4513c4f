from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.add_column("users", sa.Column("state_tmp", sa.Integer()))
    op.execute("UPDATE users SET state_tmp = 1 WHERE state = 'on'")
    op.execute("UPDATE users SET state = 'active' WHERE state_tmp = 1")
    op.drop_column("users", "state_tmp")


def downgrade():
    op.execute("UPDATE users SET state = 'on' WHERE state = 'active'")
