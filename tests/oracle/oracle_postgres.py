"""A throw-away PostgreSQL."""
import glob
import os
import signal

import oracle_server
import psycopg2
from psycopg2.extensions import ISOLATION_LEVEL_AUTOCOMMIT


def programs():
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"))
    if not found:
        raise ImportError("no PostgreSQL server in /usr/lib/postgresql")
    return os.path.dirname(found[-1])


class Server(oracle_server.Server):
    name, stop_signal = "PostgreSQL", signal.SIGQUIT  # at once

    def initialise(self):
        self.run(f"{programs()}/initdb", "-D", f"{self.folder}/data", "-U", "owner", "-A", "trust", "-N", "-E", "UTF8",
                 "--locale=C")  # fmt: skip

    def command(self):
        options = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=",
                   "shared_buffers=64MB", "max_locks_per_transaction=1024", "autovacuum=off",
                   f"unix_socket_directories={self.folder}", "jit=off", "statement_timeout=20s"]  # fmt: skip
        arguments = [argument for option in options for argument in ("-c", option)]
        return [f"{programs()}/postgres", "-D", f"{self.folder}/data", *arguments]

    def is_ready(self):
        try:
            # Migrations run as a user who cannot leave the database.
            self.execute("CREATE ROLE migrator LOGIN CREATEROLE NOSUPERUSER")
            return True
        except psycopg2.OperationalError:
            return False

    def execute(self, statement):
        connection = psycopg2.connect(host=self.folder, user="owner", dbname="postgres")
        try:
            connection.set_isolation_level(ISOLATION_LEVEL_AUTOCOMMIT)
            connection.cursor().execute(statement)
        finally:
            connection.close()

    def url(self, name):
        return f"postgresql+psycopg2://migrator@/{name}?host={self.folder}"

    def create_database(self, name, template="template0"):
        self.execute(f'CREATE DATABASE "{name}" OWNER migrator TEMPLATE "{template}"')
        return self.url(name)

    def drop_database(self, name):
        self.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
