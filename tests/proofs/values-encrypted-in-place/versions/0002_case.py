"""A loop reads values, writes what a function makes of them, and the downgrade only puts the column's length back."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.alter_column("users", "name", existing_type=sa.String(50), type_=sa.String(200))
    bind = op.get_bind()
    for row in bind.execute(sa.text("SELECT id, name FROM users")).fetchall():
        bind.execute(sa.text("UPDATE users SET name = :name WHERE id = :id"), {"name": row.name[::-1] + "==", "id": row.id})


def downgrade():
    op.alter_column("users", "name", existing_type=sa.String(200), type_=sa.String(50))
