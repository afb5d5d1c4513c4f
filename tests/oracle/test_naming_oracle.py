#!/usr/bin/env python3
"""test_naming_oracle.py PROGRAM

Compares the names that core/model gives with those that a throw-away PostgreSQL
and SQLAlchemy's naming conventions give, for random tables with long names and
names of more than ASCII. Exit code 77, which ctest shows as skipped, where one
of them is missing; in CI that is a failure.
"""
import os
import random
import subprocess
import sys

try:
    import psycopg2
    import oracle_postgres
    import sqlalchemy as sa
    from sqlalchemy.dialects import mysql, postgresql

    oracle_postgres.programs()
except ImportError as error:
    print(f"skipped: {error}")
    sys.exit(1 if os.environ.get("CI") == "true" else 77)

TABLES, CONVENTIONS = 60, 400
DIALECTS = {"postgresql": postgresql.dialect(), "mysql": mysql.dialect()}
KEYS = ("ix", "uq", "ck", "fk", "pk")
TEMPLATES = {
    "ix": ["ix_%(column_0_label)s", "ix_%(table_name)s_%(column_0_name)s", "idx_%(column_0_N_label)s"],
    "uq": ["uq_%(table_name)s_%(column_0_name)s", "uq_%(table_name)s_%(column_0_N_name)s", "%(column_0N_name)s_uq",
           "uq_%(table_name)s_%(column_1_name)s_%(column_0_label)s", "100%%_%(column_0_key)s"],
    "ck": ["ck_%(table_name)s_%(constraint_name)s", "ck_%(constraint_name)s", "%(table_name)s_ck"],
    "fk": ["fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
           "fk_%(column_0_N_name)s_%(referred_table_name)s_%(referred_column_0_N_name)s",
           "%(table_name)s_%(referred_column_0_name)s_fk"],
    "pk": ["pk_%(table_name)s", "pk_%(table_name)s_%(column_0N_name)s"],
}  # fmt: skip


def word(rng):
    letters = rng.choice(["abcdefgh", "ab_c1", "aöüßж", "日本語ab"])
    return rng.choice("abc") + "".join(rng.choice(letters) for _ in range(rng.choice([1, 3, 8, 20, 35, 50])))


def words(rng, count, bytes_=63):
    found = []
    while len(found) < count:
        one = word(rng)
        while len(one.encode()) > bytes_:
            one = one[:-1]
        if one not in found:
            found.append(one)
    return found


def line(what, dialect, table, columns, *, schema="", name="", to="", to_columns=(), taken=(), convention=None):
    templates = [(convention or {}).get(key, "") for key in KEYS]
    return "\t".join([what, dialect, schema, table, name, ",".join(columns), to, ",".join(to_columns), ",".join(taken),
                      *templates])  # fmt: skip


class Postgres:
    """Unnamed things are added one by one; each answer is what the catalog has more than before."""

    def __init__(self, cursor, asked):
        self.cursor, self.asked, self.there = cursor, asked, set()

    def names(self):
        self.cursor.execute("SELECT conname FROM pg_constraint WHERE connamespace = 'n'::regnamespace "
                            "UNION SELECT relname FROM pg_class WHERE relnamespace = 'n'::regnamespace")  # fmt: skip
        return {row[0] for row in self.cursor.fetchall()}

    def add(self, statement, what, table, columns):
        self.cursor.execute(statement)
        now = self.names()
        (new,) = now - self.there
        self.asked.append((line(what, "postgresql", table, columns, taken=sorted(self.there)), new, statement))
        self.there = now

    def table(self, rng):
        self.cursor.execute("DROP SCHEMA IF EXISTS n CASCADE; CREATE SCHEMA n; SET search_path TO n")
        table, (a, b, c) = words(rng, 1)[0], words(rng, 3)
        self.cursor.execute(f'CREATE TABLE "{table}" ("{a}" int, "{b}" int, "{c}" int)')
        self.there = self.names()
        alter = f'ALTER TABLE "{table}" ADD'
        self.add(f'{alter} PRIMARY KEY ("{a}", "{b}")', "pk", table, [a, b])
        for _ in range(2):
            self.add(f'{alter} UNIQUE ("{a}", "{c}")', "uq", table, [a, c])
        self.add(f'{alter} UNIQUE ("{a}", "{b}")', "uq", table, [a, b])
        for _ in range(3):
            self.add(f'{alter} CHECK ("{a}" > 0 AND "{a}" < 9)', "ck", table, [a])
        self.add(f'{alter} CHECK ("{a}" > "{b}")', "ck", table, [a, b])
        for _ in range(2):
            self.add(f'{alter} FOREIGN KEY ("{b}", "{c}") REFERENCES "{table}" ("{a}", "{c}")', "fk", table, [b, c])
        self.add(f'{alter} EXCLUDE USING btree ("{b}" WITH =)', "ex", table, [b])
        for _ in range(2):
            self.add(f'CREATE INDEX ON "{table}" ("{c}", ("{a}" + 1))', "index", table, [c, "(a + 1)"])
        serial = words(rng, 1)[0] + "s"
        if serial not in (a, b, c) and len(serial.encode()) <= 63:
            self.add(f'{alter} "{serial}" serial', "sequence", table, [serial])


def plain(text):
    """Without the quotes, and the percent signs that are doubled for the driver."""
    return text.strip('"`').replace("%%", "%")


def convention_case(rng, asked):
    convention = {key: rng.choice(TEMPLATES[key]) for key in KEYS if rng.random() < 0.8}
    schema = rng.choice(["", "", "sch", "a.b"])
    table_name, other = words(rng, 2, 60)
    columns = words(rng, 3, 60)
    metadata = sa.MetaData(naming_convention=convention or None)
    sa.Table(other, metadata, *(sa.Column(column, sa.Integer) for column in columns), schema=schema or None)
    table = sa.Table(table_name, metadata, *(sa.Column(column, sa.Integer) for column in columns), schema=schema or None)
    some = rng.sample(columns, rng.choice([1, 2, 3]))
    name = rng.choice(["", word(rng)])
    referred = [f"{schema + '.' if schema else ''}{other}.{column}" for column in some]
    made = {"pk": lambda: sa.PrimaryKeyConstraint(*some), "uq": lambda: sa.UniqueConstraint(*some, name=name or None),
            "ck": lambda: sa.CheckConstraint("a > 0", name=name or None),
            "fk": lambda: sa.ForeignKeyConstraint(some, referred, name=name or None)}  # fmt: skip
    for dialect in DIALECTS:
        for what, make in made.items():
            constraint = make()
            if "." in schema and what == "fk":
                continue
            try:
                table.append_constraint(constraint)
                if not isinstance(constraint.name, str):
                    continue  # the database names it
                text = DIALECTS[dialect].identifier_preparer.format_constraint(constraint)
            except (sa.exc.InvalidRequestError, sa.exc.IdentifierError):
                continue
            if (what, dialect) == ("pk", "mysql"):
                continue  # MySQL calls it PRIMARY, whatever is said
            given = "" if what == "pk" else name
            asked.append((line(what, dialect, table_name, [] if what == "ck" else some, schema=schema, name=given, to=other,
                               to_columns=some, convention=convention), plain(text), f"{convention} {given}"))  # fmt: skip
            table.constraints.discard(constraint)
        if convention.get("ix") or not convention:
            index = sa.Index(None, table.c[some[0]])
            text = DIALECTS[dialect].identifier_preparer.format_index(index)
            if "_N_label" not in convention.get("ix", "") or len(some) == 1:
                asked.append((line("column-index", dialect, table_name, some[:1], schema=schema, convention=convention), plain(text),
                              f"{convention} index"))  # fmt: skip


def main():
    asked, rng = [], random.Random(4)
    with oracle_postgres.Server() as server:
        connection = psycopg2.connect(host=server.folder, user="owner", dbname="postgres")
        connection.autocommit = True
        postgres = Postgres(connection.cursor(), asked)
        for _ in range(TABLES):
            postgres.table(rng)
        connection.close()
    there = len(asked)
    for _ in range(CONVENTIONS):
        convention_case(rng, asked)
    text = "".join(one[0] + "\n" for one in asked)
    ours = subprocess.run([sys.argv[1]], input=text, capture_output=True, text=True, check=True).stdout.splitlines()
    assert len(ours) == len(asked)
    wrong = [(got, *one) for got, one in zip(ours, asked) if got != one[1]]
    for got, asked_for, expected, how in wrong[:40]:
        print(f"we say {got!r}, they {expected!r}: {how}\n    {asked_for[:300]!r}")
    print(f"{there} names compared with PostgreSQL, {len(asked) - there} with SQLAlchemy, {len(wrong)} differ")
    sys.exit(1 if wrong else 0)


main()
