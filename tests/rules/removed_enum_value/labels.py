# dialects: mysql
revision = "2b"
down_revision = "1a"
from alembic import op
import sqlalchemy as sa


def upgrade():
    op.alter_column("users", "kind", existing_type=sa.Enum("a", "b", "c"), type_=sa.Enum("a", "c"))  # expect: removed-enum-value warning high
    op.alter_column("users", "more", existing_type=sa.Enum("a", "b"), type_=sa.Enum("a", "b", "c"))
    op.alter_column("users", "text", existing_type=sa.Text(), type_=sa.Enum("a", "b", "c"))  # expect: retyped-while-in-use


def downgrade():
    op.alter_column("users", "more", existing_type=sa.Enum("a", "b", "c"), type_=sa.Enum("a", "b"))
