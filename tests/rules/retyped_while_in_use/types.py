# dialects: postgresql
revision = "2b"
down_revision = "1a"
from alembic import op
import sqlalchemy as sa


def upgrade():
    op.alter_column("users", "name", existing_type=sa.String(200), type_=sa.String(50))  # expect: retyped-while-in-use warning high
    op.alter_column("users", "bio", existing_type=sa.String(200), type_=sa.Text())
    op.alter_column("users", "age", existing_type=sa.Integer(), type_=sa.BigInteger())
    op.alter_column("users", "size", existing_type=sa.BigInteger(), type_=sa.Integer())  # expect: retyped-while-in-use
    op.alter_column("users", "unknown", type_=sa.Integer())
    op.create_table("b", sa.Column("id", sa.BigInteger()))
    op.alter_column("b", "id", existing_type=sa.BigInteger(), type_=sa.Integer())


def downgrade():
    op.alter_column("users", "name", existing_type=sa.String(50), type_=sa.String(200))
