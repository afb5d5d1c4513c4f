# dialects: postgresql
revision = "2b"
down_revision = "1a"
from alembic import op
import sqlalchemy as sa


def upgrade():
    op.execute(  # expect: definer-without-search-path warning
        """
        CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql
        SECURITY definer AS $$ SELECT 1 $$
    """)
    op.execute("CREATE FUNCTION g() RETURNS int LANGUAGE sql SECURITY INVOKER AS $$ SELECT 1 $$")


def downgrade():
    op.execute("DROP FUNCTION g()")
    op.execute("DROP FUNCTION f()")
