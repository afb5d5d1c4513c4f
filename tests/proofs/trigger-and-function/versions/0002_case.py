"""A function and its trigger come and go."""
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.execute("CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'")
    op.execute("CREATE TRIGGER keeps BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION keep()")


def downgrade():
    op.execute("DROP TRIGGER keeps ON users")
    op.execute("DROP FUNCTION keep()")
