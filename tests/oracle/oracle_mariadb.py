"""A throw-away MariaDB."""
import os
import shutil

import oracle_server

try:
    import MySQLdb
except ImportError:
    MySQLdb = None  # no server is asked then

PROGRAM = "/usr/sbin/mariadbd"
SCRIPTS = "/usr/share/mysql"


def available():
    return MySQLdb is not None and os.path.exists(PROGRAM)


def program():
    if not available():
        raise ImportError(f"no {PROGRAM}, or no MySQLdb to reach it by")
    return PROGRAM


def column_types(types):
    """column_type of a column that is made with each of the types; None where it cannot be."""
    found = []
    with Server() as server:
        server.create_database("made")
        connection = MySQLdb.connect(unix_socket=f"{server.folder}/socket", user="root", database="made")
        try:
            cursor = connection.cursor()
            for at, type_ in enumerate(types):
                try:
                    cursor.execute(f"CREATE TABLE t{at} (c {type_})".replace("%", "%%"), ())
                    cursor.execute("SELECT column_type FROM information_schema.columns"
                                   " WHERE table_schema = 'made' AND table_name = %s", (f"t{at}",))  # fmt: skip
                    found.append(cursor.fetchone()[0])
                except MySQLdb.Error:
                    found.append(None)
        finally:
            connection.close()
    return found


class Server(oracle_server.Server):
    name, characters = "MariaDB", "utf8mb4"

    def initialise(self):
        # mariadb-install-db wants the client's package; this is the script that it feeds the server.
        os.makedirs(f"{self.folder}/data/mysql")
        if os.geteuid() == 0:
            for folder in (f"{self.folder}/data", f"{self.folder}/data/mysql"):
                shutil.chown(folder, oracle_server.USER)
        with open(f"{SCRIPTS}/mysql_system_tables.sql", encoding="utf-8") as file:
            self.run(*self.command(), "--bootstrap", input=f"USE mysql;\n{file.read()}".encode())

    def command(self):
        return [program(), "--no-defaults", f"--datadir={self.folder}/data", f"--socket={self.folder}/socket",
                f"--tmpdir={self.folder}", f"--lc-messages-dir={SCRIPTS}", "--skip-networking", "--skip-grant-tables",
                "--innodb-flush-log-at-trx-commit=0", "--innodb-doublewrite=0", "--innodb-flush-method=nosync",
                "--innodb-buffer-pool-size=64M", "--innodb-log-file-size=16M", "--skip-log-bin", "--sync-frm=0",
                f"--character-set-server={self.characters}", f"--collation-server={self.characters}_general_ci",
                "--performance-schema=off", "--max-statement-time=20", "--pid-file=pid"]  # fmt: skip

    def is_ready(self):
        try:
            self.execute("SELECT 1")
            return True
        except MySQLdb.OperationalError:
            return False

    def execute(self, statement):
        connection = MySQLdb.connect(unix_socket=f"{self.folder}/socket", user="root")
        try:
            connection.cursor().execute(statement)
        finally:
            connection.close()

    def url(self, name):
        return f"mysql+mysqldb://root@/{name}?unix_socket={self.folder}/socket&charset=utf8mb4"

    def create_database(self, name):
        self.execute(f"CREATE DATABASE `{name}`")
        return self.url(name)

    def drop_database(self, name):
        self.execute(f"DROP DATABASE IF EXISTS `{name}`")
