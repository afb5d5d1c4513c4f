import asyncio
from sqlalchemy import text, pool
from sqlalchemy.ext.asyncio import async_engine_from_config
from alembic import context

LOCK_TIMEOUT = "5s"
ARGS = {"options": "-c statement_timeout=9000", "server_settings": {"lock_timeout": "4s"}}


def run_migrations_offline():
    context.configure(url="postgresql://u:p@h/d?options=-c%20lock_timeout%3D5s", literal_binds=True)


def do_run_migrations(connection):
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SET SESSION lock_timeout = '{LOCK_TIMEOUT}'; SET a TO 1"))
        connection.exec_driver_sql("SELECT set_config('statement_timeout', '1min', false)")
    connection.execute("SET @@session.lock_wait_timeout := 5, sql_mode = ''")
    context.configure(connection=connection, transaction_per_migration=True)
    with context.begin_transaction():
        context.run_migrations()


async def run_async_migrations():
    engine = async_engine_from_config({}, poolclass=pool.NullPool, connect_args=ARGS)
    async with engine.connect() as connection:
        await connection.run_sync(do_run_migrations)


if context.is_offline_mode():
    run_migrations_offline()
else:
    asyncio.run(run_async_migrations())
