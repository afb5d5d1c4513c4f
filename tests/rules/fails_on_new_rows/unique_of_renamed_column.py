# dialects: postgresql
# profile: rollback
from alembic import op
import sqlalchemy as sa

revision = "2b"
down_revision = "1a"


def upgrade():
    op.drop_constraint("uq_a", "users", type_="unique")
    op.alter_column("users", "mail", new_column_name="email")
    op.create_unique_constraint("uq_b", "users", ["email"])


def downgrade():
    op.drop_constraint("uq_b", "users", type_="unique")
    op.alter_column("users", "email", new_column_name="mail")
    op.create_unique_constraint("uq_a", "users", ["mail"])
