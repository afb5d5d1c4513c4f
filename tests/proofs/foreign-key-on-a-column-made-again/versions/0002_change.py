"""The downgrade makes a column again, and then its foreign key: no row can refer to what is not there."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.drop_constraint("fk_users_team", "users", type_="foreignkey")
    op.drop_column("users", "team_id")


def downgrade():
    op.add_column("users", sa.Column("team_id", sa.Integer()))
    op.create_foreign_key("fk_users_team", "users", "teams", ["team_id"], ["id"])
