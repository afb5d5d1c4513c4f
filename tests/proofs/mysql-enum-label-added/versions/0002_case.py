"""MySQL states all labels in the column: back to the list without the new one."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.alter_column("jobs", "state", existing_type=sa.Enum("on", "off"), type_=sa.Enum("on", "off", "idle"), existing_nullable=False)


def downgrade():
    op.alter_column("jobs", "state", existing_type=sa.Enum("on", "off", "idle"), type_=sa.Enum("on", "off"), existing_nullable=False)
