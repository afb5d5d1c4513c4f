# dialects: postgresql
# profile: rollback
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.add_column("orders", sa.Column("note", sa.Text(), nullable=True))


def downgrade():
    op.alter_column("orders", "state", type_=ShortText())  # expect: unrunnable-downgrade error
    op.drop_column("orders", "note")
