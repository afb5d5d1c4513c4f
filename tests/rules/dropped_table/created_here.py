from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.create_table("mapping", sa.Column("a", sa.Integer()), sa.Column("b", sa.Integer()))
    op.execute("UPDATE users SET kind = mapping.b FROM mapping WHERE users.kind = mapping.a")
    op.drop_table("mapping")


def downgrade():
    op.execute("UPDATE users SET kind = kind - 100")
