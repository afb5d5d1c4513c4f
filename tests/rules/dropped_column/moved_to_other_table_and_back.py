from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.create_table("phones", sa.Column("user_id", sa.Integer()), sa.Column("number", sa.Text()))
    op.execute("INSERT INTO phones (user_id, number) SELECT id, phone FROM users")
    op.drop_column("users", "phone")


def downgrade():
    op.add_column("users", sa.Column("phone", sa.Text()))
    op.execute("""
        UPDATE users SET phone = phones.number
        FROM phones WHERE phones.user_id = users.id
    """)
    op.drop_table("phones")
