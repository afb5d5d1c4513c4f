from alembic import op
from alembic_utils.pg_extension import PGExtension
from alembic_utils.pg_function import PGFunction
from alembic_utils.pg_grant_table import PGGrantTable
from alembic_utils.pg_materialized_view import PGMaterializedView
from alembic_utils.pg_policy import PGPolicy
from alembic_utils.pg_trigger import PGTrigger
from alembic_utils.pg_view import PGView
from sqlalchemy import text as sql_text

revision = "en1"
down_revision = "en0"

function = PGFunction(schema="public", signature="f(a integer)",
                      definition="RETURNS integer AS $$ SELECT 1 $$ LANGUAGE sql")
view = PGView("public", "active", sql_text("SELECT * FROM users"))


def upgrade():
    op.create_entity(PGExtension(schema="public", signature="pg_trgm"))
    op.create_entity(function)
    op.create_entity(view)
    op.create_entity(PGMaterializedView(schema="public", signature="totals",
                                        definition="SELECT 1", with_data=False))
    op.create_entity(PGTrigger(schema="public", signature="tg", on_entity="app.users",
                               definition="BEFORE INSERT ON app.users EXECUTE FUNCTION f()"))
    op.create_entity(PGPolicy(schema="public", signature="own", on_entity="users",
                              definition="FOR ALL TO users USING (true)"))
    op.create_entity(PGGrantTable(schema="public", table="users", role="reader", grant="SELECT"))
    op.replace_entity(PGView(schema="public", signature="active", definition="SELECT id FROM users"))


def downgrade():
    op.replace_entity(view)
    op.drop_entity(view, cascade=True)
    op.drop_entity(function)
    op.drop_entity(unknown)


def not_said_when():
    global unknown
