import sqlalchemy as sa
from alembic import op
from alembic.operations import MigrateOperation, Operations
from alembic_utils.pg_function import PGFunction

revision = "cu1"
down_revision = "cu0"


@Operations.register_operation("create_view")
class CreateView(MigrateOperation):
    def __init__(self, name, text):
        self.name = name
        self.text = text

    @classmethod
    def create_view(cls, operations, name, text):
        return operations.invoke(cls(name, text))


function = PGFunction(schema="public", signature="f()", definition="returns int as $$ $$")


def upgrade():
    op.create_view("v", "SELECT 1")
    op.create_entity(function)
    op.invoke(CreateView("w", "SELECT 2"))
    op.run_async(work)
    op.implementation_for(CreateView)


def downgrade():
    op.drop_entity(function)
    op.execute(sa.schema.DropTable(sa.table("x")))
    op.execute(sa.schema.CreateTable(sa.Table("y", sa.MetaData(), sa.Column("a", sa.Integer))))


def not_said_when():
    global work
