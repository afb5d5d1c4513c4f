from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


RENAMED = {"name": "full_name", "mail": "email"}


def upgrade():
    for old, new in RENAMED.items():
        op.alter_column("users", old, new_column_name=new)  # expect: unreversed-column-rename


def downgrade():
    op.execute("UPDATE users SET active = true")
