import sqlalchemy as sa
from alembic import op
from sqlalchemy import delete, insert, select, update
from sqlalchemy.sql import column, table
from sqlalchemy.dialects.postgresql import insert as upsert

revision = "k1"
down_revision = "k0"

users = sa.table("users", sa.column("id", sa.Integer), sa.column("name", sa.String))
orders = table("orders", column("id"), schema="shop")
logs = sa.Table("logs", sa.MetaData(), sa.Column("id", sa.Integer))


def upgrade():
    op.execute(users.update().values(name="x"))
    op.execute(users.update().where(users.c.id == 1).values(name="x"))
    op.execute(users.delete())
    op.execute(users.delete().where(users.c.id > 5))
    op.execute(users.insert().values(id=1))
    op.execute(update(orders).values(id=2))
    op.execute(sa.update(orders).where(orders.c.id == 1).values({"id": 3}))
    op.execute(delete(logs))
    op.execute(sa.delete(logs).where(sa.and_(logs.c.id > 1, logs.c.id < 5)))
    op.execute(insert(users).from_select(["id"], select(orders.c.id)))
    op.execute(users.insert().from_select(["id", "name"], sa.select(logs.c.id, sa.null())))
    op.execute(sa.insert(users).from_select(["id"], select([orders])))
    op.execute(upsert(users).values(id=1).on_conflict_do_nothing())
    bind = op.get_bind()
    bind.execute(users.insert(), [{"id": 1}, {"id": 2}])
    bind.execute(select(users))
    op.bulk_insert(users, [{"id": 1, "name": "a"}])
    op.bulk_insert(sa.table("roles", sa.column("id")), [{"id": 1}])
    op.execute(users.update(users.c.id == 4).values(name="y"))
    statement = sa.update(users)
    statement = statement.where(users.c.id == 5)
    op.execute(statement.values(name="z"))
    op.execute(sa.text("UPDATE users SET name = :name").bindparams(name="n"))
    op.get_bind().exec_driver_sql("DELETE FROM users")
    t = op.create_table("made", sa.Column("id", sa.Integer()))
    op.bulk_insert(t, [{"id": 1}])
    op.execute(t.insert().values(id=2))


def downgrade():
    conn = op.get_bind()
    conn.execute(sa.delete(sa.table("made")))
    op.execute(unknown_statement)
    op.execute(build_statement(users))


def not_said_when():
    global unknown_statement, build_statement
