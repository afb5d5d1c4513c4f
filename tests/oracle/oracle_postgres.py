"""A throw-away PostgreSQL: a unix socket in a temporary folder, nothing synced, gone afterwards."""
import glob
import os
import shutil
import subprocess
import tempfile
import time

import psycopg2
from psycopg2.extensions import ISOLATION_LEVEL_AUTOCOMMIT

USER = "nobody"  # the server refuses to be root's


def as_user():
    return {"user": USER, "group": "nogroup", "extra_groups": []} if os.geteuid() == 0 else {}


def programs():
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"))
    if not found:
        raise ImportError("no PostgreSQL server in /usr/lib/postgresql")
    return os.path.dirname(found[-1])


class Server:
    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="tidemark-oracle-")
        if os.geteuid() == 0:
            shutil.chown(self.folder, USER)
        os.chmod(self.folder, 0o755)
        self.process = None
        try:
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def start(self):
        data, bin_ = f"{self.folder}/data", programs()
        subprocess.run([f"{bin_}/initdb", "-D", data, "-U", "owner", "-A", "trust", "-N", "-E", "UTF8", "--locale=C"],
                       check=True, capture_output=True, cwd=self.folder, **as_user())  # fmt: skip
        options = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=",
                   "shared_buffers=64MB", "max_locks_per_transaction=1024", "autovacuum=off",
                   f"unix_socket_directories={self.folder}", "jit=off", "statement_timeout=20s"]  # fmt: skip
        arguments = [argument for option in options for argument in ("-c", option)]
        with open(f"{self.folder}/log", "wb") as log:
            self.process = subprocess.Popen([f"{bin_}/postgres", "-D", data, *arguments], stdout=log, stderr=log,
                                            cwd=self.folder, **as_user())  # fmt: skip
        for _ in range(200):
            try:
                # Migrations run as a user who cannot leave the database.
                self.execute("CREATE ROLE migrator LOGIN CREATEROLE NOSUPERUSER")
                return
            except psycopg2.OperationalError:
                if self.process.poll() is not None:
                    break
                time.sleep(0.05)
        raise RuntimeError("PostgreSQL did not start: " + open(f"{self.folder}/log").read()[-1000:])

    def execute(self, statement):
        connection = psycopg2.connect(host=self.folder, user="owner", dbname="postgres")
        try:
            connection.set_isolation_level(ISOLATION_LEVEL_AUTOCOMMIT)
            connection.cursor().execute(statement)
        finally:
            connection.close()

    def create_database(self, name):
        self.execute(f'CREATE DATABASE "{name}" OWNER migrator TEMPLATE template0')
        return f"postgresql+psycopg2://migrator@/{name}?host={self.folder}"

    def __exit__(self, *error):
        if self.process:
            self.process.send_signal(3)  # SIGQUIT: at once
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)
