from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.alter_column("users", "mail", existing_type=sa.Text(), nullable=True)


def downgrade():
    if op.get_bind().execute(sa.text("SELECT 1 FROM users WHERE mail IS NULL")).first():
        raise RuntimeError("fill in users.mail first")
    op.alter_column("users", "mail", existing_type=sa.Text(), nullable=False)
