# dialects: postgresql
from alembic import op
import sqlalchemy as sa
from shop import longest

revision = "2b"
down_revision = "1a"


def upgrade():
    op.execute("CREATE TYPE order_state AS ENUM ('open', 'done')")
    op.execute("ALTER TABLE orders ALTER COLUMN kind TYPE VARCHAR(20)")
    op.execute("ALTER TABLE orders ALTER COLUMN kind TYPE order_state USING kind::order_state")  # expect: rewriting-type-change warning
    op.alter_column("orders", "size", existing_type=sa.Enum("s", "m", name="size"), type_=sa.String(longest()))  # expect: rewriting-type-change warning


def downgrade():
    pass
