from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


users = sa.table("users", sa.column("phone"), sa.column("contact"))


def upgrade():
    op.add_column("users", sa.Column("contact", sa.Text()))
    op.execute(users.update().values(contact=users.c.phone))
    op.drop_column("users", "phone")


def downgrade():
    op.add_column("users", sa.Column("phone", sa.Text()))
    op.execute(users.update().values(phone=users.c.contact))
    op.drop_column("users", "contact")
