# dialects: mysql
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.alter_column("users", "a", existing_type=sa.Enum("x", "y"), type_=sa.Enum("x", "y", "z"))
    op.alter_column("users", "b", existing_type=sa.Enum("x", "y"), type_=sa.Enum("y", "x", "z"))  # expect: rewriting-type-change


def downgrade():
    pass
