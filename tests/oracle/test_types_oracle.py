#!/usr/bin/env python3
"""test_types_oracle.py PROGRAM

Compares what core/model makes of SQLAlchemy's types, from the source of a
migration on, with SQLAlchemy's own compilers for each dialect, and for
PostgreSQL with what a throw-away server's format_type says of columns that were
made with SQLAlchemy's DDL. Exit code 77, which ctest shows as skipped, where
one of them is missing; in CI that is a failure.
"""
import os
import re
import subprocess
import sys
import tempfile

try:
    import psycopg2
    import oracle_mariadb
    import oracle_postgres
    import sqlalchemy as sa
    from oracle_change_cases import VALUES
    from oracle_type_cases import CASES, SQL_CASES
    from sqlalchemy.dialects import mssql, mysql, oracle, postgresql, sqlite

    oracle_postgres.programs()
except ImportError as error:
    print(f"skipped: {error}")
    sys.exit(1 if os.environ.get("CI") == "true" else 77)

MS = mssql.dialect()
MS.deprecate_large_types = True  # as of SQL Server 2012
MS.server_version_info = (11,)
MARIADB = mysql.dialect(is_mariadb=True)
MARIADB.name = "mariadb"
COMPILERS = {"postgresql": postgresql.dialect(), "mysql": mysql.dialect(), "mariadb": MARIADB,
             "sqlite": sqlite.dialect(), "mssql": MS, "oracle": oracle.dialect()}  # fmt: skip

# What databases call what SQLAlchemy writes, where no server is asked: whole words, in order.
SYNONYMS = {
    "mysql": [(r"^national ", ""), (r"\binteger\b", "int"), (r"\bnumeric\b", "decimal"), (r"^bool$", "tinyint(1)"),
              (r"^decimal$", "decimal(10,0)"), (r"^decimal\((\d+)\)", r"decimal(\1,0)"), (r"^real$", "double"),
              (r"^float\((2[5-9]|[345]\d)\)$", "double"), (r"^float\(\d+\)$", "float"),
              (r"^((?:small|medium|big)?int)\(\d+\)( unsigned)?$", r"\1\2"),
              (r"^tinyint\((?:[02-9]\d*|1\d+)\)$", "tinyint"), (r"^tinyint\(\d+\) unsigned$", "tinyint unsigned"),
              (r"^(char|bit|binary)$", r"\1(1)"), (r" (character set|collate|charset) \S+", ""),
              (r"^year\(4\)$", "year")],
    "mssql": [(r"\binteger\b", "int"), (r"^(numeric|decimal)$", r"\1(18,0)"),
              (r"^(numeric|decimal)\((\d+)\)$", r"\1(\2,0)"), (r"^float\((2[0-4]|1?\d)\)$", "real"),
              (r"^float\(\d+\)$", "float"), (r"^n?char$", r"\g<0>(1)"), (r"^binary$", "binary(1)"),
              (r" collate \S+", ""), (r"^rowversion$", "timestamp"), (r"^double precision$", "float")],
    "oracle": [(r"^(integer|smallint|bigint)$", "number(38)"), (r"^(numeric|decimal)", "number"),
               (r"^number\((\d+),0\)$", r"number(\1)"), (r"^(real|double precision)$", "float"),
               (r"^varchar\b", "varchar2"), (r"^n?char$", r"\g<0>(1)")],
}  # fmt: skip


# What SQLAlchemy writes although the database has no such type.
NO_SUCH_TYPE = {"oracle": ("TIME", "DATETIME", "BOOLEAN", "BIGINT", "VARBINARY(255)", "BINARY(16)", "TEXT"),
                "mssql": ("BOOLEAN", "CLOB", "BLOB"), "mysql": ("CLOB",), "mariadb": ("CLOB",)}  # fmt: skip


def evaluated(expression):
    return eval(expression, {"sa": sa, "mysql": mysql, "mssql": mssql, "oracle": oracle, "postgresql": postgresql,
                             "sqlite": sqlite})  # fmt: skip


def source(expressions):
    lines = "".join(f'    op.add_column("t", sa.Column("c{at}", {expression}))\n' for at, expression in enumerate(expressions))
    return f"""import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mssql, mysql, oracle, postgresql, sqlite

revision = "a"
down_revision = None


def upgrade():
{lines}

def downgrade():
    pass
"""


def sql_source(types):
    lines = "".join(f'    op.execute("ALTER TABLE t ADD COLUMN c{at} {type_}")\n' for at, type_ in enumerate(types))
    return f'from alembic import op\n\nrevision = "a"\ndown_revision = None\n\n\ndef upgrade():\n{lines}\n\ndef downgrade():\n    pass\n'


def ours(program, text):
    """{(column, dialect): (family, text, flags)}"""
    with tempfile.NamedTemporaryFile("w", suffix=".py") as file:
        file.write(text)
        file.flush()
        lines = subprocess.run([program, "types", file.name], capture_output=True, text=True, check=True).stdout
    rows = [line.split("\t") for line in lines.splitlines()]
    return {(row[0], row[1]): (row[2], row[3], row[4].split()) for row in rows}


def normal(text, dialect):
    """In small letters, without the blank behind a comma, with the database's own words."""
    if dialect == "sqlite":
        return re.sub(r' COLLATE \S+', "", text)
    parts = re.split(r"('(?:[^']|'')*')", text)
    text = "".join(part if at % 2 else re.sub(r",\s+", ",", part.lower()) for at, part in enumerate(parts))
    for pattern, word in SYNONYMS.get(dialect, []):
        text = re.sub(pattern, word, text)
    return large_object(text) if dialect == "mysql" else text


def is_of(expression, dialect):
    """Whose compiler knows the type: a dialect's own types are only tried on it."""
    module = expression.split(".")[0]
    return module in ("sa", dialect) or (module, dialect) == ("mysql", "mariadb")


def large_object(text):
    """MySQL takes the smallest type that holds n characters of up to four bytes."""
    found = re.fullmatch(r"(text|blob)\((\d+)\)", text)
    if not found:
        return text
    size = int(found[2]) * (4 if found[1] == "text" else 1)
    prefix = "tiny" if size < 2**8 else "" if size < 2**16 else "medium" if size < 2**24 else "long"
    return prefix + found[1]


def compiled(type_, dialect):
    """SQLAlchemy's DDL for the type, None where it has none."""
    try:
        return COMPILERS[dialect].type_compiler.process(
            type_() if isinstance(type_, type) else type_)
    except (sa.exc.CompileError, AttributeError, TypeError):
        return None


def made(cursor, type_text, enums=()):
    """format_type of a column that is made so, or the error."""
    try:
        for name, labels in enums:
            values = ", ".join("'" + label.replace("'", "''") + "'" for label in labels)
            cursor.execute(f'DROP TYPE IF EXISTS {name} CASCADE; CREATE TYPE {name} AS ENUM ({values})')
        cursor.execute(f"DROP TABLE IF EXISTS made; CREATE TABLE made (c {type_text})")
        cursor.execute("SELECT format_type(atttypid, atttypmod) FROM pg_attribute "
                       "WHERE attrelid = 'made'::regclass AND attnum = 1")  # fmt: skip
        return cursor.fetchone()[0], None
    except psycopg2.Error as error:
        return None, str(error).splitlines()[0]


def enums_of(type_):
    type_ = getattr(type_, "item_type", type_)
    if not isinstance(type_, sa.Enum) or not type_.native_enum or not type_.name:
        return []
    preparer = COMPILERS["postgresql"].identifier_preparer
    name = preparer.quote(type_.name)
    return [(f"{preparer.quote(type_.schema)}.{name}" if type_.schema else name, type_.enums)]


def compare_postgres(cursor, expression, got, failures):
    type_ = evaluated(expression)
    text = compiled(type_, "postgresql")
    there, error = made(cursor, text, enums_of(type_)) if text else (None, "no DDL")
    if there is None and got[0] != "unknown" and "modifier" not in error:
        failures.append(f"{expression} postgresql: we say {got[1]}, the server: {error}")
    elif there is not None and there != got[1]:
        failures.append(f"{expression} postgresql: we say {got[1]} ({got[0]}), the server {there}")
    return there is not None


def compare_mariadb(cases, failures):
    if not oracle_mariadb.available():
        return "MariaDB is not installed"
    for (expression, text, theirs), there in zip(cases, oracle_mariadb.column_types([case[2] for case in cases])):
        if there != text:
            failures.append(f"{expression} mariadb: we say {text}, the server {there} of {theirs}")
    return f"{len(cases)} with MariaDB"


# An assignment, as ALTER COLUMN TYPE makes one of each value, and a cast back. All columns are of one table.
FUNCTIONS = """
CREATE FUNCTION runs(a text, after text) RETURNS bool LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE changed ALTER %s TYPE %s', a, after);
    RAISE 'undo';
EXCEPTION WHEN OTHERS THEN
    RETURN SQLERRM = 'undo';
END $$;

CREATE FUNCTION becomes(a text, b text, before text, value text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE same bool;
BEGIN
    EXECUTE format('DELETE FROM changed; INSERT INTO changed (%s) VALUES (%s)', a, value);
    BEGIN
        EXECUTE format('UPDATE changed SET %s = %s', b, a);
    EXCEPTION WHEN OTHERS THEN
        RETURN 'fails';
    END;
    BEGIN
        EXECUTE format('SELECT CAST(%s AS %s)::text = %s::text FROM changed', b, before, a) INTO same;
    EXCEPTION WHEN OTHERS THEN
        BEGIN
            EXECUTE format('SELECT CAST(%s::text AS %s)::text = %s::text FROM changed', b, before, a) INTO same;
        EXCEPTION WHEN OTHERS THEN
            RETURN 'loses';
        END;
    END;
    RETURN CASE WHEN same THEN 'keeps' ELSE 'loses' END;
END $$
"""


def change_there(cursor, one, other, values):
    """(runs, fails, loses) of a change on the server with these values; a column is (name, type)."""
    cursor.execute("DELETE FROM changed; SELECT runs(%s, %s)", (one[0], other[1]))
    if not cursor.fetchone()[0]:
        return False, True, False
    became = set()
    for value in values:
        cursor.execute("SELECT becomes(%s, %s, %s, %s)", (*one[0:1], other[0], one[1], value))
        became.add(cursor.fetchone()[0])
    return True, "fails" in became, "loses" in became


# Types whose values have a longest text.
HAVE_A_WIDTH = r"(SMALLINT|INTEGER|BIGINT|NUMERIC\(|VARCHAR|CHAR|TEXT|BOOLEAN|one|two|long)(?!.*\[\])"


def compare_changes(program, cursor, failures):
    """What we say that may happen does, on one of the values; what does not may not."""
    expressions = list(VALUES)
    with tempfile.NamedTemporaryFile("w", suffix=".py") as file:
        file.write(source(expressions))
        file.flush()
        lines = subprocess.run([program, "changes", file.name], capture_output=True, text=True, check=True).stdout
    names = {f"c{at}": expression for at, expression in enumerate(expressions)}
    for expression in expressions:
        for name, labels in enums_of(evaluated(expression)):
            cursor.execute(f"CREATE TYPE {name} AS ENUM ({', '.join(repr(label) for label in labels)})")
    types = {name: compiled(evaluated(expression), "postgresql") for name, expression in names.items()}
    cursor.execute(f"CREATE TABLE changed ({', '.join(f'{name} {type_}' for name, type_ in types.items())}); {FUNCTIONS}")
    compared = 0
    for line in lines.splitlines():
        one, other, change, *said = line.split("\t")
        if one == other:
            continue
        there = change_there(cursor, (one, types[one]), (other, types[other]), VALUES[names[one]])
        compared += 1
        words = ["yes" if each else "no" for each in there]
        if re.search(r"CHAR\(", types[other]) and not re.match(HAVE_A_WIDTH, types[one]):
            # the values here are not the longest that there are
            words[1] = said[1] if words[1] == "no" else words[1]
        if any(one_ not in ("unknown", other_) for one_, other_ in zip(said, words)) and not said[0] == words[0] == "no":
            failures.append(f"{names[one]} to {names[other]}: we say {change}, runs, fails, loses: {said}, the server {words}")
    return compared


def main():
    failures, compared, on_mariadb = [], {"server": 0, "compilers": 0}, []
    got = ours(sys.argv[1], source(CASES))
    with oracle_postgres.Server() as server:
        connection = psycopg2.connect(host=server.folder, user="owner", dbname="postgres")
        connection.autocommit = True
        cursor = connection.cursor()
        cursor.execute("CREATE EXTENSION citext; CREATE EXTENSION hstore; CREATE EXTENSION ltree; CREATE SCHEMA other")
        for at, expression in enumerate(CASES):
            for dialect in COMPILERS:
                if not is_of(expression, dialect):
                    continue
                family, text, _ = got[f"c{at}", dialect]
                if dialect == "postgresql":
                    compared["server"] += compare_postgres(cursor, expression, (family, text), failures)
                    continue
                theirs = compiled(evaluated(expression), dialect)
                if theirs is None or theirs in NO_SUCH_TYPE.get(dialect, ()):
                    continue
                if dialect == "mariadb":
                    on_mariadb.append((expression, text, re.sub(r' COLLATE "?C"?', '', theirs)))
                    continue
                compared["compilers"] += 1
                if normal(theirs, dialect) != normal(text, dialect):
                    failures.append(f"{expression} {dialect}: we say {text} ({family}), SQLAlchemy {theirs}")
        got = ours(sys.argv[1], sql_source(SQL_CASES))
        for at, type_ in enumerate(SQL_CASES):
            there, error = made(cursor, type_)
            compared["server"] += there is not None
            if there != got[f"c{at}", "postgresql"][1]:
                failures.append(f"{type_}: we say {got[f'c{at}', 'postgresql'][1]}, the server {there or error}")
        changes = compare_changes(sys.argv[1], cursor, failures)
        connection.close()
    told = compare_mariadb(on_mariadb, failures)
    print("\n".join(failures))
    print(f"{compared['server']} types compared with the server, {compared['compilers']} with SQLAlchemy's compilers, {told}, {changes} changes with the server; "
          f"{len(failures)} differ")  # fmt: skip
    sys.exit(1 if failures else 0)


main()
