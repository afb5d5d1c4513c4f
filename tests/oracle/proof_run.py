"""What a database says of a migration's three proofs, by running it with rows.

A case is a folder: versions/*.py, expect.json, and rows as SQL: rows_before.sql stands in the database before
the upgrade, rows_between.sql is written between upgrade and downgrade.
"""
import collections
import json
import os
import re

import oracle_catalog
import oracle_stubs
from oracle_run import find_migrations, in_child
from replay_chain import Step, link
from replay_run import describe, error, let_stubs_pass, run_body
from sqlalchemy import event

READS = re.compile(r"\s*(SELECT|SHOW|PRAGMA|EXPLAIN|WITH|DESCRIBE|SAVEPOINT|RELEASE|COMMIT|BEGIN)\b", re.IGNORECASE)
CONCURRENTLY = re.compile(r"\s*CREATE\s+(?:UNIQUE\s+)?INDEX\s+CONCURRENTLY\s+(?:IF\s+NOT\s+EXISTS\s+)?\"?(\w+)", re.IGNORECASE)
MANY = 40  # statements of an upgrade that are interrupted


class Interrupted(Exception):
    pass


def watch(engine, stop=None, during=None):
    """Counts the statements that change something, in a list of one; raises before number `stop`."""
    count = [0]

    @event.listens_for(engine, "before_cursor_execute")
    def before(connection, cursor, statement, parameters, context, executemany):
        if not READS.match(statement):
            count[0] += 1
            if count[0] == stop and not during:
                raise Interrupted

    @event.listens_for(engine, "after_cursor_execute")
    def after(connection, cursor, statement, parameters, context, executemany):
        match = CONCURRENTLY.match(statement)
        if count[0] == stop and during and match:
            during(match[1])
            raise Interrupted

    return count


def look(engine):
    with engine.connect() as connection:
        seen = oracle_catalog.catalog(connection)
        return {"catalog": seen, "rows": oracle_catalog.rows(connection, seen)}


def run(engine, path, body, stop=None, during=None):
    """{error, statements, catalog, rows} of a body run in a child."""

    def work():
        count = watch(engine, stop, during)
        return {"error": run_body(path, body, engine, None), "statements": count[0]}

    result = in_child(work)
    if "failed" in result:
        result = {"error": error("child", result["failed"]), "statements": 0}
    return {**result, **look(engine)}


class Case:
    def __init__(self, databases, folder):
        self.databases, self.folder = databases, folder
        with open(os.path.join(folder, "expect.json"), encoding="utf-8") as file:
            self.expect = json.load(file)
        self.path, self.step, self.start = None, None, None

    def text(self, name):
        path = os.path.join(self.folder, f"{name}.{self.databases.dialect}.sql")
        if not os.path.exists(path):
            path = os.path.join(self.folder, f"{name}.sql")
        if not os.path.exists(path):
            return []
        with open(path, encoding="utf-8") as file:
            return [one.strip() for one in file.read().split(";\n") if one.strip()]

    def write(self, name, rows):
        with self.databases.engine(name).begin() as connection:
            for statement in self.text(rows):
                connection.exec_driver_sql(statement.rstrip(";").replace("%", "%%"))

    def prepare(self):
        """self.start: the database before the migration, without rows."""
        versions = os.path.join(self.folder, "versions")
        oracle_stubs.install([versions])
        let_stubs_pass()
        order = link([Step(path, in_child(lambda path=path: describe(os.path.join(versions, path))))
                      for path in find_migrations(versions)])  # fmt: skip
        wanted = self.expect.get("revision", order[-1].revision)
        self.step = step = next(one for one in order if one.revision == wanted)
        self.path = os.path.join(versions, step.path)
        self.start = self.databases.create()
        for one in order:
            if one.path in step.ancestors:
                result = run(self.databases.engine(self.start), os.path.join(versions, one.path), "upgrade")
                if result["error"]:
                    raise RuntimeError(f"{one.path}: {result['error']}")

    def round(self, before, between):
        """Upgrade, downgrade, upgrade, on a copy of the start with those rows."""
        name = self.databases.copy(self.start)
        engine, found = self.databases.engine(name), {}
        if before:
            self.write(name, "rows_before")
        found["before"] = look(engine)
        found["up"] = run(engine, self.path, "upgrade")
        if not found["up"]["error"]:
            if between:
                self.write(name, "rows_between")
            found["written"] = look(engine)
            found["down"] = run(engine, self.path, "downgrade")
            if not found["down"]["error"]:
                found["again"] = run(engine, self.path, "upgrade")
        self.databases.drop(name)
        return found

    # ---- rollback ----

    def verdicts(self):
        self.prepare()
        empty, old, new = self.round(False, False), self.round(True, False), self.round(True, True)
        if old["up"]["error"]:
            raise RuntimeError(f"the upgrade does not run: {old['up']['error']}")
        rollback, why = self.rollback(empty, old, new)
        reupgrade = "not reached"
        if "again" in old:
            reupgrade = "fails" if old["again"]["error"] else "runs"
            why += f"; again: {old['again']['error']['message']}" if old["again"]["error"] else ""
        interruption, where = self.interruption(old["up"])
        return {"rollback": rollback, "reupgrade": reupgrade, "interruption": interruption, "why": why + where}

    def rollback(self, empty, old, new):
        down = old["down"]
        if not self.step.has_downgrade:
            return "missing", ""
        if not down["error"] and not down["statements"]:
            changed = old["up"]["statements"]
            return ("empty" if changed else "nothing"), ""
        if down["error"] and down["error"]["own"]:
            return "refused", ""
        if down["error"]:
            where = "on rows from before" if not empty["down"]["error"] else "without a row"
            return "cannot run", f"{where}: {down['error']['message']}"
        if new["down"]["error"]:
            return "fails on new rows", new["down"]["error"]["message"]
        return self.compared(old["before"], old["written"], down, new)

    def compared(self, before, after, down, new):
        lost = lost_rows(before["rows"], down["rows"])
        if lost:
            gone = [one for one in lost if one[0] == "row" or one[4] is None or not kept(one[1:3], before, after, down)]
            return ("loses data", str(gone[0])) if gone else ("rewrites values", str(lost[0]))
        behind, differing = catalog_differences(before["catalog"], down["catalog"])
        if differing:
            return "restored differently", str(differing[0])
        if behind:
            return "left behind", str(behind[0])
        written = (cells(new["written"]["rows"]) - cells(after["rows"])).keys()
        if written - cells(new["down"]["rows"]).keys() if written else holds_more(after["catalog"], before["catalog"]):
            return "drops what was written since", ""
        return "restored", ""

    # ---- interruption ----

    def interruption(self, whole):
        """The worst state that an upgrade is left in when its process ends before a statement."""
        worst, where = "atomic", ""
        for stop in range(1, min(whole["statements"], MANY) + 1):
            for during in (False, True) if self.databases.dialect == "postgresql" else (False,):
                found = self.interrupt(stop, during, whole)
                if ORDER.index(found) > ORDER.index(worst):
                    worst, where = found, f"; interrupted {'during' if during else 'before'} statement {stop}"
        return worst, where

    def interrupt(self, stop, during, whole):
        name = self.databases.copy(self.start)
        engine = self.databases.engine(name)
        self.write(name, "rows_before")
        before = look(engine)
        spoil = (lambda index: self.spoil(name, index)) if during else None
        stopped = run(engine, self.path, "upgrade", stop, spoil)
        verdict = "atomic"
        if stopped["error"] and not same(before, stopped):
            again = run(engine, self.path, "upgrade")
            verdict = "re-runnable" if not again["error"] and same(again, whole) else "stuck"
        self.databases.drop(name)
        return verdict

    def spoil(self, name, index):
        """What a build that fails leaves: an index that is there and not valid."""
        import psycopg2

        with psycopg2.connect(host=self.databases.server.folder, user="owner", dbname=name) as connection:
            connection.cursor().execute("UPDATE pg_index SET indisvalid = false WHERE indexrelid = %s::regclass", (index,))


ORDER = ("atomic", "re-runnable", "stuck")


def same(one, other):
    return one["catalog"] == other["catalog"] and one["rows"] == other["rows"]


# ---- comparing --------------------------------------------------------------


def table_key(table):
    return ".".join(part for part in (table["schema"], table["name"]) if part)


def columns_of(seen):
    return {(table_key(table), one["name"]): one for table in seen["tables"] for one in table["columns"]}


def kept(path, *states):
    """A column has been there throughout: a value that is another now was written over."""
    return all(path in columns_of(state["catalog"]) for state in states)


def cells(rows):
    """How often each value stands anywhere: what was written is found again under whatever name."""
    return collections.Counter(value for table in rows.values() for row in table for _, value in row)


def holds_more(after, before):
    return bool(columns_of(after).keys() - columns_of(before).keys())


def lost_rows(before, after):
    """("row", table, row) and ("value", table, column, was, is): what was there and is not there any more."""
    lost = []
    for table, rows in before.items():
        left = list(after.get(table, []))
        changed = []
        for row in rows:
            match = next((one for one in left if dict(map(tuple, one)) == dict(map(tuple, row))), None)
            if match is None:
                changed.append(row)
            else:
                left.remove(match)
        for row in changed:
            twin = next((one for one in left if row[0] in one), None)  # by its first column, the key
            if twin is None:
                lost.append(("row", table, row))
                continue
            left.remove(twin)
            values = dict(map(tuple, twin))
            lost += [("value", table, name, value, values.get(name)) for name, value in row if value != values.get(name)]
    return lost


def objects(seen):
    """(kind, path) → attributes of everything in a catalog; the place of a column in its table is none of them."""
    found = {}
    for table in seen["tables"]:
        key = table_key(table)
        found["table", key] = {}
        for kind in ("columns", "constraints", "indexes"):
            for one in table[kind]:
                name = one["name"] or f"{one['kind']} {one['columns']} {one['condition']}"
                found[kind, f"{key}.{name}"] = one
    for kind in ("types", "sequences", "views", "routines", "triggers"):
        for one in seen[kind]:
            found[kind, f"{one.get('table', '')}.{one['schema']}.{one['name']}"] = one
    return found


def catalog_differences(before, after):
    """Objects that were not there before, and those that are not the same or not there any more.

    A label more of an enumeration is one that was left behind.
    """
    old, new = objects(before), objects(after)
    behind = new.keys() - old.keys()
    for key, one in old.items():
        labels = new.get(key, {}).get("labels", [])
        if key[0] == "types" and labels != one["labels"] and [each for each in labels if each in one["labels"]] == one["labels"]:
            behind.add(key)
            old[key] = new[key]
    differing = [(*key, {name: (value, new[key].get(name)) for name, value in one.items() if new[key].get(name) != value}
                  if key in new else "gone") for key, one in old.items() if new.get(key) != one]  # fmt: skip
    return sorted(behind), differing


def run_case(folder, databases):
    """The verdicts of one case; call it in a process of its own."""
    try:
        return Case(databases, folder).verdicts()
    except Exception as error:
        return {"failed": f"{type(error).__name__}: {error}"}
