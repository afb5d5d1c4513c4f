"""An enumeration that is kept as text leaves no type behind, and dropping its type does nothing."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    kind = sa.Enum("red", "green", name="kind", native_enum=False)
    op.create_table("colours", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("kind", kind))


def downgrade():
    op.drop_table("colours")
    sa.Enum(name="kind").drop(op.get_bind(), checkfirst=True)
