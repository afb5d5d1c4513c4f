import functools

import sqlalchemy as sa
from alembic import op as alembic_op
from alembic.op import drop_column, get_bind

revision = "up1"
down_revision = "up0"


def logged(function):
    @functools.wraps(function)
    def inner(*args, **kwargs):
        print("running", function)
        return function(*args, **kwargs)

    return inner


@logged
def upgrade(op, tables, tester):
    op.bulk_insert(tables.mediatype, [{"name": "text/plain"}])
    op.execute(tables.user.update().where(tables.user.c.id == 1).values(name=tables.user.c.email))
    op.execute(tables.logentry.delete())
    tester.populate_table("user", [("id", tester.TestDataType.Integer)])
    op.add_column("user", sa.Column("email", sa.String(255), nullable=True))


def downgrade(active_plugins=None, options=None):
    drop_column("user", "email")
    get_bind().execute("DELETE FROM mediatype")
    alembic_op.drop_table("logentry")
