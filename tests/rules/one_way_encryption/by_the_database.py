# dialects: postgresql
revision = "2b"
down_revision = "1a"
from alembic import op
import sqlalchemy as sa


def upgrade():
    op.execute("UPDATE users SET password = crypt(password, gen_salt('bf'))")  # expect: one-way-encryption error


def downgrade():
    pass
