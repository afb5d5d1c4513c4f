"""Where migrations are replayed: databases that can be made, copied, put aside and put back."""
import contextlib
import os
import re
import shutil
import tempfile
from decimal import Decimal

from oracle_catalog import catalog
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

DEFINER = re.compile(r"\bDEFINER=\S+ ")  # nobody, on a server without grants
VERSION_TABLE = "CREATE TABLE alembic_version (version_num VARCHAR(255) PRIMARY KEY)"


class Databases:
    """Of one server. Names are given out here, and begin with `prefix`, so that workers do not meet."""

    def __init__(self, server, prefix):
        self.server, self.prefix, self.count = server, prefix, 0

    def new_name(self):
        self.count += 1
        return f"{self.prefix}_{self.count}"

    def engine(self, name):
        return create_engine(self.url(name), poolclass=NullPool)

    def owner_engine(self, name):
        """As one who may look away from foreign keys."""
        return self.engine(name)

    def create(self):
        """An empty database, but for the table in which Alembic keeps its place."""
        name = self.new_name()
        self.make(name)
        with self.engine(name).begin() as connection:
            connection.exec_driver_sql(VERSION_TABLE)
        return name

    def catalog(self, name):
        with self.engine(name).connect() as connection:
            return catalog(connection)

    def url(self, name):
        return self.server.url(name)

    def make(self, name):
        self.server.create_database(name)

    def drop(self, name):
        self.server.drop_database(name)


class PostgreSQL(Databases):
    dialect = "postgresql"

    def owner_engine(self, name):
        return create_engine(self.url(name).replace("migrator@", "owner@"), poolclass=NullPool)

    def copy(self, name):
        copy = self.new_name()
        self.server.create_database(copy, template=name)
        return copy

    save = copy

    def restore(self, name, saved):
        self.drop(name)
        self.server.execute(f'ALTER DATABASE "{saved}" RENAME TO "{name}"')

    def forget(self, saved):
        self.drop(saved)


class SQLite(Databases):
    """`server`: a folder."""

    dialect = "sqlite"

    def path(self, name):
        return os.path.join(self.server, name)

    def url(self, name):
        return f"sqlite:///{self.path(name)}"

    def make(self, name):
        self.drop(name)

    def drop(self, name):
        if os.path.exists(self.path(name)):
            os.remove(self.path(name))

    def copy(self, name):
        copy = self.new_name()
        shutil.copyfile(self.path(name), self.path(copy))
        return copy

    save = copy

    def restore(self, name, saved):
        os.replace(self.path(saved), self.path(name))

    forget = drop


class MariaDB(Databases):
    """Has no templates: what is put aside is the text of the objects, and the few rows that migrations make."""

    dialect = "mysql"
    KINDS = (("BASE TABLE", "TABLE", 1), ("SEQUENCE", "SEQUENCE", 1), ("VIEW", "VIEW", 1))

    def read(self, connection, kind):
        for name, found in connection.exec_driver_sql("SHOW FULL TABLES").fetchall():
            if found == kind:
                yield name

    def save(self, name):
        saved = []
        with self.engine(name).connect() as connection:
            for found, kind, column in self.KINDS:
                for table in self.read(connection, found):
                    text = connection.exec_driver_sql(f"SHOW CREATE {kind} `{table}`").fetchone()[column]
                    rows = []
                    if kind == "TABLE":
                        rows = [list(row) for row in connection.exec_driver_sql(f"SELECT * FROM `{table}`")]
                    saved.append((kind, table, text, rows))
            for trigger in [row[0] for row in connection.exec_driver_sql("SHOW TRIGGERS").fetchall()]:
                text = connection.exec_driver_sql(f"SHOW CREATE TRIGGER `{trigger}`").fetchone()[2]
                saved.append(("TRIGGER", trigger, text, []))
        return saved

    def restore(self, name, saved):
        self.drop(name)
        self.make(name)
        connection = self.engine(name).raw_connection()
        try:
            cursor = connection.cursor()
            cursor.execute("SET foreign_key_checks = 0, unique_checks = 0, sql_mode = 'NO_AUTO_VALUE_ON_ZERO'")
            for _, table, text, rows in saved:
                cursor.execute(DEFINER.sub("", text).replace("%", "%%"), ())
                generated = self.generated(cursor, table) if rows else []
                for row in rows:
                    values = [value for at, value in enumerate(row) if at not in generated]
                    names = [self.names[at] for at in range(len(row)) if at not in generated]
                    cursor.execute(f"INSERT INTO `{table}` ({', '.join(names)}) VALUES ({', '.join(['%s'] * len(values))})",
                                   [str(value) if isinstance(value, Decimal) else value for value in values])  # fmt: skip
            connection.commit()
        finally:
            connection.close()

    def generated(self, cursor, table):
        """Places of the columns that no INSERT may name."""
        cursor.execute(f"SHOW COLUMNS FROM `{table}`")
        columns = cursor.fetchall()
        self.names = [f"`{column[0]}`" for column in columns]
        return [at for at, column in enumerate(columns) if "GENERATED" in column[5].upper()]

    def forget(self, saved):
        pass

    def copy(self, name):
        copy = self.new_name()
        self.restore(copy, self.save(name))
        return copy


@contextlib.contextmanager
def server(dialect):
    """What the databases of a dialect are made on."""
    if dialect == "sqlite":
        with tempfile.TemporaryDirectory(prefix="tidemark-oracle-") as folder:
            os.chmod(folder, 0o777)
            yield folder
    else:
        module = __import__({"postgresql": "oracle_postgres", "mysql": "oracle_mariadb"}[dialect])
        made = module.Server()
        made.characters = "utf8mb3"  # MySQL's: what the migrations of most applications were written for
        with made as running:
            yield running


def databases_of(dialect, server, prefix):
    kinds = {"postgresql": PostgreSQL, "mysql": MariaDB, "sqlite": SQLite}
    return kinds[dialect](server, prefix)
