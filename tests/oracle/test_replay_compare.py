#!/usr/bin/env python3
"""test_replay_compare.py

What the replay oracle takes for the same and what it must not: each normalisation with an equal pair, and
with one that looks alike and is a difference.
"""
import copy
import sys

from replay_compare import STATED, compare, condition_text, default_text, type_text

EQUAL = [
    (type_text, "postgresql", "character varying(20)", "VARCHAR(20)"),
    (type_text, "postgresql", "timestamp without time zone", "TIMESTAMP"),
    (type_text, "postgresql", "numeric(10,2)", "NUMERIC(10, 2)"),
    (type_text, "mysql", "int(11)", "INTEGER"),
    (type_text, "mysql", "bigint(20) unsigned", "bigint unsigned"),
    (type_text, "mysql", "enum('a','b')", "ENUM('a', 'b')"),
    (type_text, "sqlite", "VARCHAR(20)", "varchar(20)"),
    (default_text, "postgresql", "'x'::character varying", "'x'"),
    (default_text, "postgresql", "now()", "CURRENT_TIMESTAMP"),
    (default_text, "postgresql", "'1'::text", "1"),
    (default_text, "postgresql", "nextval('a_id_seq'::regclass)", "nextval('a_id_seq')"),
    (default_text, "postgresql", "'a'::l3_states", "'a'"),
    (default_text, "postgresql", "nextval('\"A_id_seq\"'::regclass)", "nextval('A_id_seq'::regclass)"),
    (default_text, "mysql", "current_timestamp()", "now()"),
    (default_text, "sqlite", "('x')", "'x'"),
    (condition_text, "postgresql", "((n > 0) AND ((a)::text = 'x'::text))", "n > 0 AND a = 'x'"),
    (condition_text, "postgresql", "((s)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))",
     "s IN ('a', 'b')"),
    (condition_text, "mysql", "`n` > 0", "n > 0"),
]  # fmt: skip

DIFFERENT = [
    (type_text, "postgresql", "character varying(20)", "VARCHAR(21)"),
    (type_text, "postgresql", "timestamp with time zone", "TIMESTAMP"),
    (type_text, "postgresql", "bigint", "INTEGER"),
    (type_text, "postgresql", "character varying", "text"),
    (type_text, "mysql", "tinyint(1)", "tinyint(4)"),
    (type_text, "mysql", "int(11)", "int(11) unsigned"),
    (type_text, "mysql", "enum('a','b')", "enum('a','B')"),
    (type_text, "sqlite", "TEXT", "VARCHAR"),
    (default_text, "postgresql", "'x'::character varying", "'X'"),
    (default_text, "postgresql", "true", "'1'"),
    (default_text, "postgresql", None, "''"),
    (condition_text, "postgresql", "(n > 0)", "n >= 0"),
    (condition_text, "postgresql", "(s = ANY (ARRAY['a'::text]))", "s IN ('a', 'b')"),
    (condition_text, "postgresql", "(a = 'X'::text)", "a = 'x'"),
]

TABLE = {
    "schema": "", "name": "users",
    "columns": [{"name": "id", "type": "integer", "nullable": False, "default": None, "identity": None, "generated": None,
                 "comment": ""},
                {"name": "name", "type": "text", "nullable": True, "default": "5", "identity": None,
                 "generated": None, "comment": ""}],
    "constraints": [{"kind": "primary key", "name": "users_pkey", "columns": ["id"], "references": None, "condition": None,
                     "not_valid": False, "deferrable": False, "deferred": False},
                    {"kind": "foreign key", "name": "users_id_fkey", "columns": ["id"],
                     "references": {"schema": "", "table": "people", "columns": ["id"], "ondelete": "CASCADE",
                                    "onupdate": ""},
                     "condition": None, "not_valid": False, "deferrable": False, "deferred": False}],
    "indexes": [{"name": "users_name", "unique": False, "columns": ["name"], "method": "btree", "where": None,
                 "include": [], "valid": True}],
}  # fmt: skip
CATALOG = {"tables": [TABLE], "types": [{"schema": "", "name": "t", "labels": ["a", "b"]}],
           "sequences": [{"schema": "", "name": "users_id_seq", "owned_by": "users.id"}],
           "views": [{"schema": "", "name": "v"}], "routines": [{"schema": "", "name": "f"}],
           "triggers": [{"schema": "", "table": "users", "name": "g"}]}  # fmt: skip


def places(value, path=()):
    """Every place in a catalog: of what stands in it, and of what it lists."""
    if isinstance(value, dict):
        for name, one in value.items():
            yield from places(one, (*path, name))
    elif isinstance(value, list):
        for at, one in enumerate(value):
            yield (*path, at)
            yield from places(one, (*path, at))
    else:
        yield path


def changed(path):
    """The catalog with one thing taken out of a list, or one attribute other than it was."""
    made = copy.deepcopy(CATALOG)
    holder = made
    for step in path[:-1]:
        holder = holder[step]
    last = path[-1]
    if isinstance(last, int):
        del holder[last]
    else:
        old = holder[last]
        holder[last] = (not old) if isinstance(old, bool) else f"{old}z"
    return made


def main():
    wrong = []
    for normal, dialect, one, other in EQUAL:
        if normal(one, dialect) != normal(other, dialect):
            wrong.append(f"{dialect}: {one} is not {other}: {normal(one, dialect)!r}, {normal(other, dialect)!r}")
    for normal, dialect, one, other in DIFFERENT:
        if normal(one, dialect) == normal(other, dialect):
            wrong.append(f"{dialect}: {one} is taken for {other}")
    if type_text("{unknown}", "postgresql") is not STATED:
        wrong.append("what is unknown is not taken for stated")
    if compare(CATALOG, CATALOG, "postgresql").found:
        wrong.append("a catalog differs from itself")
    count = 0
    for path in places(CATALOG):
        count += 1
        unseen = path[-1] in ("valid", "deferred")  # not in tidemark's schema
        if not compare(CATALOG, changed(path), "postgresql").found and not unseen:
            wrong.append(f"a change of {'.'.join(map(str, path))} is not seen")
    print(*wrong, f"{len(EQUAL)} equal pairs, {len(DIFFERENT)} different ones, {count} changes", sep="\n")
    return 1 if wrong else 0


sys.exit(main())
