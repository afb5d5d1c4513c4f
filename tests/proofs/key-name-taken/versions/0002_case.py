"""The renamed table keeps users_pkey, so that the new one's key is called users_pkey1."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.rename_table("users", "people")
    op.create_table("users", sa.Column("id", sa.String(20), primary_key=True))


def downgrade():
    op.drop_constraint("users_pkey", "users", type_="primary")
    op.drop_table("users")
    op.rename_table("people", "users")
