# dialects: postgresql
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.add_column("users", sa.Column("k", sa.Uuid(), server_default=sa.text("gen_random_uuid()")))  # expect: rewriting-default warning high


def downgrade():
    pass
