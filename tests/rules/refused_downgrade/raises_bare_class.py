from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.drop_constraint("uq_users_mail", "users", type_="unique")


def downgrade():  # expect: refused-downgrade
    raise NotImplementedError
