"""A database that accepts every statement and holds nothing, as a DBAPI module.

SQLAlchemy's own engine, connections, sessions and inspector run on it, so that a migration that needs a
live bind takes the path it takes where no object exists and no row is found. Its schema can be that of a
real database, with no rows in it all the same.
"""
import re

from sqlalchemy import create_engine
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.mysql.base import MySQLDialect
from sqlalchemy.dialects.postgresql.base import PGDialect
from sqlalchemy.pool import NullPool

READS = re.compile(r"\s*(?:SELECT\b(.*?)\bFROM\b|SELECT\b|SHOW\b|WITH\b|EXPLAIN\b|DESCRIBE\b|PRAGMA\b)",
                   re.IGNORECASE | re.DOTALL)  # fmt: skip
RETURNING = re.compile(r"\bRETURNING\b(.*)", re.IGNORECASE | re.DOTALL)

apilevel, threadsafety, paramstyle = "2.0", 1, "pyformat"


class Error(Exception):
    pass


class Cursor:
    arraysize = 1

    def __init__(self):
        self.description, self.rows, self.rowcount, self.lastrowid = None, [], 0, 1
        self.expected = []  # names of the result's columns, where they are known

    def execute(self, statement, parameters=None):
        self.rows, self.description = [], None
        returning, read = RETURNING.search(statement), READS.match(statement)
        if not returning and not read:
            return
        listed = returning[1] if returning else read[1] or "c"
        columns = self.expected or [column.split()[-1].rpartition(".")[2] for column in listed.split(",") if column.split()]
        self.description = [(column, None, None, None, None, None, None) for column in columns]
        if not returning and all(re.match(r"\s*count\s*\(", column, re.IGNORECASE) for column in listed.split(",")):
            self.rows = [(0,) * len(columns)]  # the one read that has a row where there are none
        if returning:  # a row was made, and its key is asked for
            self.rows = [(1,) * len(columns)]

    def executemany(self, statement, parameters=None):
        self.execute(statement)

    def fetchone(self):
        return self.rows.pop(0) if self.rows else None

    def fetchmany(self, size=None):
        return self.fetchall()

    def fetchall(self):
        rows, self.rows = self.rows, []
        return rows

    def close(self):
        pass

    def setinputsizes(self, *args):
        pass


class Connection:
    encoding = "UTF8"
    autocommit = False

    def cursor(self, *args, **kwargs):
        return Cursor()

    def commit(self):
        pass

    rollback = close = commit

    def character_set_name(self):
        return "utf8mb4"


class Module:
    """What create_engine(module=…) takes."""

    apilevel, threadsafety, paramstyle = apilevel, threadsafety, paramstyle
    Error = DatabaseError = OperationalError = ProgrammingError = InterfaceError = Error
    IntegrityError = DataError = NotSupportedError = InternalError = Error
    version_info, __version__ = (2, 9, 5), "2.9.5"

    @staticmethod
    def connect(*args, **kwargs):
        return Connection()

    @staticmethod
    def Binary(value):
        return value


LOOKS = ("get_table_names", "get_view_names", "get_columns", "get_pk_constraint", "get_foreign_keys", "get_indexes",
         "get_unique_constraints", "get_check_constraints", "get_table_comment", "get_table_options",
         "has_table", "has_index")  # fmt: skip


class Mirror:
    """Of a dialect: answers what exists from the schema of a real database, if it is given one."""

    seen = None  # a connection


def mirrored(name, base):
    original = getattr(base, name)

    def look(self, connection, *args, **kwargs):
        if self.seen is None:
            return original(self, connection, *args, **kwargs)
        kwargs.pop("info_cache", None)
        if name == "get_table_options":
            return {}  # engine and character set: PostgreSQL has none
        return getattr(self.seen.dialect, name)(self.seen, *args, **kwargs)

    return look


class PostgreSQL(Mirror, PGDialect):
    driver, supports_statement_cache = "nothing", True

    def create_connect_args(self, url):
        return [[], {}]


class MySQL(Mirror, MySQLDialect):
    driver, supports_statement_cache = "nothing", True
    _connection_charset = "utf8mb4"

    def create_connect_args(self, url):
        return [[], {}]

    def _detect_charset(self, connection):
        return "utf8mb4"

    def _extract_error_code(self, exception):
        return 0


for look in LOOKS:
    if hasattr(PGDialect, look):
        setattr(PostgreSQL, look, mirrored(look, PGDialect))
    setattr(MySQL, look, mirrored(look, MySQLDialect))

VERSIONS = {"postgresql": (15, 0), "mysql": (8, 0, 30)}
registry.impls["postgresql.nothing"] = lambda: PostgreSQL
registry.impls["mysql.nothing"] = lambda: MySQL


def engine(dialect, seen=None):
    """An engine of the dialect; `seen`: a connection to the database whose schema it shows."""
    made = create_engine(f"{dialect}+nothing://", module=Module, poolclass=NullPool, _initialize=False)
    made.dialect.server_version_info = VERSIONS[dialect]
    made.dialect.default_schema_name = "public" if dialect == "postgresql" else "nothing"
    made.dialect.seen = seen
    return made
