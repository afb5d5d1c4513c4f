"""Foreign keys that are found in the database get a rule; the way back asks for each by its name, and drops it."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    inspector = sa.inspect(op.get_bind())
    for fk in inspector.get_foreign_keys("posts"):
        op.drop_constraint(fk["name"], "posts", type_="foreignkey")
        op.create_foreign_key(fk["name"], "posts", fk["referred_table"], fk["constrained_columns"],
                              fk["referred_columns"], ondelete="CASCADE")


def downgrade():
    op.drop_constraint("posts_user", "posts", type_="foreignkey")
