from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.drop_index("ix_users_org_id", "users")


def downgrade():
    pass
