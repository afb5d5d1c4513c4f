#!/usr/bin/env python3
"""test_defaults_oracle.py PROGRAM

Compares whether two server defaults are the same with what a throw-away
PostgreSQL makes of them, the value of a constant and pg_get_expr() of the others:
what the server has alike may not be said to differ, nor what it has apart to be
equal. Exit code 77, which ctest shows as skipped,
where something is missing; in CI that is a failure.
"""
import os
import re
import subprocess
import sys
import tempfile

try:
    import psycopg2
    import oracle_postgres
    import sqlalchemy as sa
    from sqlalchemy.dialects import postgresql

    oracle_postgres.programs()
except ImportError as error:
    print(f"skipped: {error}")
    sys.exit(1 if os.environ.get("CI") == "true" else 77)

# SQLAlchemy's type: server defaults
CASES = {
    "sa.Integer()": ['"0"', '"1"', "sa.text('0')", "sa.text('(0)')", "sa.text(\"'0'\")", "sa.text('-1')", "sa.text(\"'-1'\")",
                     "sa.text(\"nextval('s')\")", "sa.text(\"nextval('public.s')\")", "sa.text(\"nextval('s'::regclass)\")",
                     "sa.text(\"nextval('other.s')\")", "sa.text('1 + 1')", "sa.text('NULL')", "None"],
    "sa.Numeric(10, 2)": ['"0"', '"0.00"', "sa.text('0')", "sa.text('0.0')", "sa.text('1.50')", "sa.text('1.5')"],
    "sa.Boolean()": ['"true"', '"t"', '"1"', '"f"', '"false"', "sa.true()", "sa.false()", "sa.text('true')", "sa.text('FALSE')",
                     "sa.text(\"'f'\")", "sa.text('(true)')"],
    "sa.String(20)": ['"x"', '"X"', '"it\'s"', "sa.text(\"'x'\")", "sa.text(\"'x'::character varying\")", "sa.text(\"E'x'\")",
                      "sa.text(\"'x'::varchar(20)\")", '""', "sa.text(\"''\")", '"0"', "sa.text(\"lower('X')\")", '"now()"',
                      "sa.text(\"CAST('x' AS varchar)\")", "sa.text('CURRENT_USER')"],
    "sa.Text()": ['"x"', "sa.text(\"'x'\")", "sa.text(\"'x'::text\")", '"true"', '"t"', '"0.0"', '"0"'],
    "sa.DateTime()": ["sa.func.now()", "sa.text('now()')", "sa.text('NOW ( )')", "sa.text('CURRENT_TIMESTAMP')", "sa.func.current_timestamp()",
                      "sa.text('CURRENT_TIMESTAMP(0)')", "sa.text('transaction_timestamp()')", "sa.text('clock_timestamp()')",
                      "sa.text('statement_timestamp()')", "sa.text('localtimestamp')", '"2020-01-01"', '"2020-01-01 00:00:00"',
                      "sa.text(\"(now() at time zone 'utc')\")", "sa.text(\"timezone('utc', now())\")"],
    "sa.DateTime(timezone=True)": ["sa.func.now()", "sa.text('CURRENT_TIMESTAMP')", "sa.text(\"now() + interval '1 day'\")"],
    "sa.Date()": ["sa.text('CURRENT_DATE')", "sa.text('now()')", '"2020-01-01"'],
    "postgresql.UUID()": ["sa.text('gen_random_uuid()')", "sa.text('public.gen_random_uuid()')", "sa.text('GEN_RANDOM_UUID()')"],
    "postgresql.JSONB()": ['"{}"', '"[]"', '"{ }"', "sa.text(\"'{}'\")", "sa.text(\"'{}'::jsonb\")", "sa.text('jsonb_build_object()')"],
    "sa.ARRAY(sa.Integer())": ['"{}"', "sa.text(\"'{}'\")", "sa.text('ARRAY[]::integer[]')", "sa.text(\"'{}'::integer[]\")"],
}  # fmt: skip


def server_default(expression):
    """The DDL that SQLAlchemy writes for it; None for none."""
    value = eval(expression, {"sa": sa})
    column = sa.Column("c", sa.Integer, server_default=value)
    compiler = postgresql.dialect().ddl_compiler(postgresql.dialect(), None)
    return compiler.get_column_default_string(column)


def keep(cursor, type_, default):
    """What the catalog keeps of it and what it means: the value of a constant; False if it cannot be made."""
    clause = "" if default is None else f"DEFAULT {default}"
    try:
        cursor.execute(f"DROP TABLE IF EXISTS kept; CREATE TABLE kept (c {type_} {clause}); INSERT INTO kept DEFAULT VALUES")
    except psycopg2.Error:
        return False
    cursor.execute("SELECT (SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = 'kept'::regclass), c::text FROM kept")
    text, value = cursor.fetchone()
    if text is not None and re.search(r"(?<!varying)\(|CURRENT|LOCAL", text):
        # PostgreSQL keeps apart what are three names of one function
        return text, text.replace("transaction_timestamp()", "CURRENT_TIMESTAMP").replace("now()", "CURRENT_TIMESTAMP")
    return text, value


def columns(cursor):
    """(type, source of the column's operation, what it means): each default, and each again as the catalog has it."""
    found = []
    for type_, defaults in CASES.items():
        ddl = postgresql.dialect().type_compiler.process(eval(type_, {"sa": sa, "postgresql": postgresql}))
        for default in defaults:
            kept = keep(cursor, ddl, server_default(default))
            if kept is False:
                continue
            found.append((type_, f'op.add_column("t", sa.Column("c", {type_}, server_default={default}))', kept[1], default))
            if kept[0] is not None:
                found.append((type_, f'op.execute("""ALTER TABLE t ADD COLUMN c {ddl} DEFAULT {kept[0]}""")', kept[1], None))
    return found


def main():
    with oracle_postgres.Server() as server:
        connection = psycopg2.connect(host=server.folder, user="owner", dbname="postgres")
        connection.autocommit = True
        cursor = connection.cursor()
        cursor.execute("CREATE SEQUENCE s; CREATE SCHEMA other; CREATE SEQUENCE other.s")
        all_ = columns(cursor)
        connection.close()
    lines = "".join(f"    {column[1]}\n" for column in all_)
    with tempfile.NamedTemporaryFile("w", suffix=".py") as file:
        file.write("import sqlalchemy as sa\nfrom alembic import op\nfrom sqlalchemy.dialects import postgresql\n\n"
                   f'revision = "a"\ndown_revision = None\n\n\ndef upgrade():\n{lines}\n\ndef downgrade():\n    pass\n')  # fmt: skip
        file.flush()
        out = subprocess.run([sys.argv[1], "defaults", file.name], capture_output=True, text=True, check=True).stdout
    own = {"yes": 0, "no": 0, "unknown": 0}
    counts, wrong = {"yes": 0, "no": 0, "unknown": 0}, []
    for line in out.splitlines():
        one, other, said = line.split("\t")
        one, other = int(one), int(other)
        if all_[one][0] != all_[other][0]:
            continue
        same = all_[one][2] == all_[other][2]
        counts[said] += 1
        if other == one + 1 and all_[other][3] is None:
            own[said] += 1
        if said == ("no" if same else "yes"):
            wrong.append(f"{all_[one][0]}: {all_[one][1]} | {all_[other][1]}: we say {said}, kept {all_[one][2]} | {all_[other][2]}")
    print("\n".join(wrong))
    print(f"{sum(counts.values())} pairs of {len(all_)} defaults compared: {counts}; with their own text in the catalog: {own}; {len(wrong)} wrong")
    sys.exit(1 if wrong else 0)


main()
