#!/usr/bin/env python3
"""replay_run.py [--dialect NAME] FOLDER

Runs the migrations of a folder under real Alembic on a throw-away database, each on exactly the schema that
its ancestors make, and prints the database's catalog after every step: an object of JSON a step and line.

Of each step: the upgrade; the downgrade right after it; the upgrade again. A step that cannot run takes
with it all that stand on it: nothing is stamped.
"""
import argparse
import ast
import contextlib
import hashlib
import importlib.metadata
import json
import os
import shutil
import sys
import tempfile
import traceback
from multiprocessing import get_context
from unittest import mock

import alembic_oracle
import oracle_catalog
import oracle_stubs
import replay_rows
import sqlalchemy
from oracle_run import Environment, body_of, find_migrations, import_roots, in_child, load, parents, raising_line
from replay_chain import Step, environment_of, link
from sqlalchemy import MetaData
from sqlalchemy.exc import DBAPIError

DIALECTS = ("postgresql", "mysql", "sqlite")


# ---- one body, in a child of its own ----------------------------------------


def describe(path):
    module = load(path)
    return {"revision": str(module.revision), "parents": parents(module.down_revision),
            "depends": parents(getattr(module, "depends_on", None)),
            "labels": parents(getattr(module, "branch_labels", None)),
            "has_downgrade": body_of(module, "downgrade") is not None}  # fmt: skip


def error(kind, message, **more):
    """How a body ended. `own`: by a raise of the migration itself."""
    return {"type": kind, "message": message.partition("\n")[0][:300], "code": None, "statement": None, "own": False,
            "line": None, **more}  # fmt: skip


def error_of(path, raised):
    """Which statement failed and how; or that the migration's own code did."""
    lines = [frame.lineno for frame in traceback.extract_tb(raised.__traceback__) if frame.filename == path]
    found = error(type(raised).__name__, str(raised), own=raising_line(path, raised) is not None,
                  line=lines[-1] if lines else None)  # fmt: skip
    if isinstance(raised, DBAPIError):
        orig = raised.orig
        code = getattr(orig, "pgcode", None) or next((str(a) for a in orig.args if isinstance(a, int)), None)
        found.update(type=type(orig).__name__, code=code, statement=(raised.statement or "")[:500],
                     message=str(orig).partition("\n")[0][:300])  # fmt: skip
    return found


def run_body(path, body, engine, convention):
    """None, or the error with which the body ended."""
    oracle_stubs.USED["dialect"] = engine.dialect
    try:
        function = body_of(load(path), body)
        if function is None:
            return error("missing", f"there is no {body}")
        more = {"target_metadata": MetaData(naming_convention=convention)} if convention else {}
        with engine.connect() as connection:
            environment = Environment(engine.dialect.name, connection, **more)
            with environment.active() as context, context.begin_transaction(_per_migration=True):
                function()
    except BaseException as raised:  # SystemExit and the like are the migration's too
        return error_of(path, raised)
    return None


def run_and_look(databases, name, path, bodies, convention=None, with_rows=False):
    """For each body in turn: the error it ended with, and what the database holds then."""
    engine, results = databases.engine(name), []
    for body in bodies:
        error = run_body(path, body, engine, convention)
        with engine.connect() as connection:
            seen = oracle_catalog.catalog(connection)
            results.append({"error": error, "catalog": seen})
            if with_rows:
                results[-1]["rows"] = oracle_catalog.rows(connection, seen)
    return results


def let_stubs_pass():
    """An unknown value goes into a row as its text: rows that migrations make are not what is compared."""
    import sqlite3

    import MySQLdb.converters
    from psycopg2.extensions import QuotedString, register_adapter

    register_adapter(oracle_stubs.Stub, lambda stub: QuotedString(str(stub)))
    sqlite3.register_adapter(oracle_stubs.Stub, str)
    MySQLdb.converters.conversions[oracle_stubs.Stub] = lambda stub, conversions: str(stub)


class Tables:
    """Keeps each state of a table once: a long chain's catalogs are all but the same. Digest → table."""

    def __init__(self, kept=()):
        self.kept = dict(kept)

    def pack(self, seen):
        if seen is None:
            return None
        digests = []
        for table in seen["tables"]:
            digest = hashlib.sha1(json.dumps(table, sort_keys=True).encode()).hexdigest()[:16]
            self.kept[digest] = table
            digests.append(digest)
        return {**seen, "tables": digests}

    def unpack(self, seen):
        return seen and {**seen, "tables": [self.kept[digest] for digest in seen["tables"]]}


CATALOGS = ("before", "after", "restored", "after_again")  # of a step's result


# ---- a chain ----------------------------------------------------------------


class Replay:
    """Walks the steps of one environment. `at`: step's path → (database, paths applied, catalog)."""

    def __init__(self, databases, root, convention=None):
        self.databases, self.root, self.convention = databases, root, convention
        self.at, self.steps, self.waiting, self.tables = {}, {}, {}, Tables()

    def child(self, name, step, bodies):
        result = in_child(lambda: run_and_look(self.databases, name, os.path.join(self.root, step.path), bodies,
                                               self.convention))  # fmt: skip
        if isinstance(result, dict):  # the child itself did not come back
            result = [{"error": error("child", result["failed"]), "catalog": None}] * len(bodies)
        return [{**one, "catalog": self.tables.pack(one["catalog"])} for one in result]

    def run(self, order):
        self.steps = {step.path: step for step in order}
        self.waiting = {step.path: len(step.children) for step in order}
        results = {step.path: self.step(step) for step in order}
        for name, _, _ in self.at.values():
            self.databases.drop(name)
        return results

    def behind(self, step):
        """Why a step's ancestors do not give it its schema; None where they do."""
        lost = [above for above in step.above if above.path not in self.at]
        if lost:
            return f"behind {lost[0].revision}"
        return None

    def before(self, step):
        """A database to which exactly the ancestors are applied, and its catalog; or (None, why)."""
        usable = [(len(applied), path) for path, (_, applied, _) in self.at.items() if applied <= step.ancestors]
        if not usable:
            name = self.databases.create()
            applied, seen = frozenset(), self.tables.pack(self.databases.catalog(name))
        else:
            source = max(usable)[1]
            name, applied, seen = self.at[source]
            parent = self.steps[source]
            if parent in step.above and self.waiting[source] == 1 and applied == step.ancestors:
                del self.at[source]  # nobody else needs it
            else:
                name = self.databases.copy(name)
        for path in self.steps:
            if path in step.ancestors and path not in applied:
                (result,) = self.child(name, self.steps[path], ["upgrade"])
                if result["error"]:
                    self.databases.drop(name)
                    return None, f"{self.steps[path].revision} does not run beside the other ancestors"
                applied, seen = applied | {path}, result["catalog"]
        return name, seen

    def step(self, step):
        result = {"revision": step.revision, "missing": step.missing}
        reason = self.behind(step)
        if reason is None:
            name, seen = self.before(step)
            reason = seen if name is None else None
        if reason is not None:
            result["not_runnable"] = reason
        else:
            result["before"] = seen
            self.upgrade_and_back(step, name, result)
        for above in step.above:
            self.waiting[above.path] -= 1
            if not self.waiting[above.path] and above.path in self.at:
                self.databases.drop(self.at.pop(above.path)[0])
        return result

    def upgrade_and_back(self, step, name, result):
        (up,) = self.child(name, step, ["upgrade"])
        result["upgrade"] = up["error"]
        if up["error"]:
            result["not_runnable"] = "parent missing" if step.missing else "upgrade"
            self.databases.drop(name)
            return
        result["after"] = up["catalog"]
        self.at[step.path] = (name, step.ancestors | {step.path}, up["catalog"])
        if not step.has_downgrade:
            result["downgrade"] = error("missing", "there is no downgrade")
            return
        result["rows"] = self.with_rows(step, name, result)
        saved = self.databases.save(name)
        down, again = self.child(name, step, ["downgrade", "upgrade"])
        result["downgrade"], result["restored"] = down["error"], down["catalog"]
        result["again"], result["after_again"] = again["error"], again["catalog"]
        if again["catalog"] != up["catalog"]:
            self.databases.restore(name, saved)
        else:
            self.databases.forget(saved)


    def with_rows(self, step, name, result):
        """[why, whether it could be written, error of the downgrade] of each kind of rows that is new."""
        before, after = (self.tables.unpack(result[name]) for name in ("before", "after"))
        found = []
        for why, path, overrides in replay_rows.new_rows(before, after):
            copy = self.databases.copy(name)
            try:
                with self.databases.owner_engine(copy).begin() as connection:
                    replay_rows.write(connection, after, path, overrides)
            except DBAPIError as refused:
                found.append([why, False, error_of(step.path, refused)])
            else:
                (down,) = self.child(copy, step, ["downgrade"])
                found.append([why, True, down["error"]])
            self.databases.drop(copy)
        return found


def import_as_environment(path):
    """What env.py imports is there when its migrations run; the rest of it would migrate.

    Returns the naming convention of the metadata that it names. A listener for every engine would listen
    to the oracle's own as well.
    """
    names = {"__name__": "env"}
    unheard = lambda *args, **kwargs: lambda function: function  # noqa: E731
    with contextlib.suppress(OSError, SyntaxError), mock.patch.multiple(
        sqlalchemy.event, listen=unheard, listens_for=unheard
    ):
        with open(path, "rb") as file:
            tree = ast.parse(file.read())
        for node in tree.body:
            metadata = isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "target_metadata"
            if metadata or isinstance(node, (ast.Import, ast.ImportFrom)):
                with contextlib.suppress(Exception, SystemExit):
                    exec(compile(ast.Module([node], []), path, "exec"), names)
    found = names.get("target_metadata")
    return dict(found.naming_convention) if isinstance(found, MetaData) else None


def see_modules(roots):
    oracle_stubs.install(roots)
    sys.path += roots  # where packages look for their own versions
    sys.modules["importlib_metadata"] = importlib.metadata


def run_folder(root, databases, modules=()):
    """{tables, steps: path → what came of it}. `modules`: folders of others' modules.

    Call it in a process of its own: it changes what imports find.
    """
    root = os.path.realpath(root)
    paths = list(find_migrations(root))
    see_modules([*import_roots(root, paths), *modules])
    let_stubs_pass()
    conventions = {environment: import_as_environment(os.path.join(root, environment, "env.py"))
                   for environment in sorted({environment_of(root, path) for path in paths})}  # fmt: skip
    environments = {}
    for path in paths:
        step = Step(path, in_child(lambda path=path: describe(os.path.join(root, path))))
        environments.setdefault(environment_of(root, path), []).append(step)
    results, tables = {}, {}
    for environment, steps in environments.items():
        replay = Replay(databases, root, conventions[environment])
        results.update(replay.run(link(steps)))
        tables.update(replay.tables.kept)
        for step in steps:
            if step.failed:
                results[step.path] = {"revision": step.revision, "not_runnable": step.failed}
    return {"tables": tables, "steps": results}


# ---- many folders -----------------------------------------------------------


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
    import replay_databases

    kinds = {"postgresql": replay_databases.PostgreSQL, "mysql": replay_databases.MariaDB,
             "sqlite": replay_databases.SQLite}  # fmt: skip
    return kinds[dialect](server, prefix)


def run_one(job):
    source, dialect, running, prefix, modules = job
    with tempfile.TemporaryDirectory(prefix="tidemark-oracle-") as folder:
        os.chmod(folder, 0o755)
        tree = alembic_oracle.copy_readable(source, folder)
        return alembic_oracle.get_child(run_folder, tree, databases_of(dialect, running, prefix), modules)


@contextlib.contextmanager
def readable_modules(packages):
    """A folder, open to all, with the modules of unpacked Debian packages."""
    with tempfile.TemporaryDirectory(prefix="tidemark-oracle-") as folder:
        os.chmod(folder, 0o755)
        for package in packages:
            modules = os.path.join(package, "usr", "lib", "python3", "dist-packages")
            if os.path.isdir(modules):
                shutil.copytree(modules, folder, dirs_exist_ok=True, ignore_dangling_symlinks=True)
        yield folder


JOBS = []  # the children of a fork have them


def run_job(at):
    return run_one(JOBS[at])


def run_all(sources, dialect, packages=()):
    """One result of run_folder for each source, in order; two at a time on one server.

    `packages`: unpacked Debian packages whose modules the migrations may import.
    """
    with contextlib.ExitStack() as stack:
        running = stack.enter_context(server(dialect))
        modules = [stack.enter_context(readable_modules(packages))]
        JOBS[:] = [(source, dialect, running, f"run{i}", modules) for i, source in enumerate(sources)]
        pool = stack.enter_context(get_context("fork").Pool(min(2, len(sources)), maxtasksperchild=1))
        return [unpacked(result) for result in pool.map(run_job, range(len(sources)), chunksize=1)]


def unpacked(result):
    tables = Tables(result["tables"])
    return {path: {name: tables.unpack(value) if name in CATALOGS else value for name, value in step.items()}
            for path, step in result["steps"].items()}  # fmt: skip


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[2])
    parser.add_argument("--dialect", choices=DIALECTS, default="postgresql")
    parser.add_argument("path")
    arguments = parser.parse_args()
    for path, step in sorted(run_all([arguments.path], arguments.dialect)[0].items()):
        print(json.dumps({"path": path, **step}, sort_keys=True))


if __name__ == "__main__":
    main()
