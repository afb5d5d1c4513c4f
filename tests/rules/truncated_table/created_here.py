from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.create_table("staging", sa.Column("id", sa.Integer()))
    op.execute("INSERT INTO staging SELECT id FROM users")
    op.execute("TRUNCATE staging")


def downgrade():
    op.drop_table("staging")
