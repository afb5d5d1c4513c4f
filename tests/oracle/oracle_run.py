"""Runs the migrations of a folder under real Alembic, each in a process of its own with limits.

Of each body and dialect the first of these that works:

  offline   Alembic's offline mode: no bind, nothing executed
  online    PostgreSQL only, where the body asks for a bind: the whole chain on a throw-away server,
            each downgrade right after its upgrade and rolled back
  mirror    a bind to a database without rows, whose schema is that of the PostgreSQL chain there
  nothing   a bind to a database that holds nothing (oracle_nothing)

Operations that the database refuses are recorded all the same: they were asked for.
"""
import ast
import contextlib
import importlib.util
import io
import json
import os
import re
import resource
import signal
import socket
import sys
import traceback

import oracle_nothing
import oracle_stubs
from alembic.config import Config
from alembic.operations import Operations
from alembic.runtime.environment import EnvironmentContext
from oracle_record import RECORDER, Hooks, hook_connections
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

DIALECTS = ("postgresql", "mysql")
BODIES = ("upgrade", "downgrade")
FILE_SECONDS = 30
FILE_BYTES = 2 << 30
FILE_GROWTH = 64 << 20  # a database of SQLite's is a file
SOURCE_BYTES = 1 << 20

DOWN_REVISION = re.compile(rb"^down_revision\b", re.MULTILINE)


# ---- the files --------------------------------------------------------------


def find_migrations(root):
    """Paths below root of the files that assign down_revision."""
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if name not in (".git", "__pycache__"))
        for name in sorted(files):
            path = os.path.join(folder, name)
            if not name.endswith(".py") or os.path.islink(path) or os.path.getsize(path) > SOURCE_BYTES:
                continue
            with open(path, "rb") as file:
                if DOWN_REVISION.search(file.read()):
                    yield os.path.relpath(path, root)


def import_roots(root, paths):
    """Folders whose modules have no package above them: where the repository's imports begin."""
    roots = []
    for path in paths:
        folder = os.path.dirname(os.path.join(root, path))
        while len(folder) >= len(root):
            if folder not in roots and not os.path.exists(os.path.join(folder, "__init__.py")):
                roots.append(folder)
            folder = os.path.dirname(folder)
    for name in ("src", "lib", "backend", "server"):
        if os.path.isdir(os.path.join(root, name)) and os.path.join(root, name) not in roots:
            roots.append(os.path.join(root, name))
    return roots


# ---- one body ---------------------------------------------------------------


class Environment:
    """What env.py would set up: the contexts behind `op` and `context`, for one dialect."""

    def __init__(self, dialect, connection=None, offline=False, **more):
        self.asked = False  # for a bind
        self.dialect = dialect
        self.config = Config()
        self.config.set_main_option("sqlalchemy.url", f"{dialect}://")
        self.config.set_main_option("script_location", ".")
        self.context = EnvironmentContext(self.config, script=None, as_sql=offline)
        options = {"dialect_name": dialect} if offline else {"connection": connection}
        self.context.configure(transaction_per_migration=True, output_buffer=io.StringIO(), **options, **more)

    @contextlib.contextmanager
    def active(self):
        migration_context = self.context.get_context()
        environment = self

        class Asked(type(migration_context)):
            """Notes that the migration wants a live connection."""

            @property
            def bind(self):
                environment.asked = True
                return self.connection

        migration_context.__class__ = Asked
        bind = Operations.get_bind

        def get_bind(operations):
            environment.asked = True
            return bind(operations)

        Operations.get_bind = get_bind
        try:
            with self.context, Operations.context(migration_context):
                yield migration_context
        finally:
            Operations.get_bind = bind


def load(path):
    # Compiled code keeps the path of the file, by which its frames are known.
    spec = importlib.util.spec_from_file_location("tidemark_migration", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def raising_line(path, error):
    """The line of the migration's own `raise` that made `error`; None when something else did."""
    frames = traceback.extract_tb(error.__traceback__)
    if not frames or frames[-1].filename != path:
        return None
    with open(path, "rb") as file:
        tree = ast.parse(file.read())
    line = frames[-1].lineno
    raises = (node for node in ast.walk(tree) if isinstance(node, ast.Raise))
    return line if any(node.lineno <= line <= node.end_lineno for node in raises) else None


def run_body(path, function, environment):
    """{operations} or {failed}: what the function did; an error of its own making is an operation."""
    RECORDER.start(path, environment.dialect)
    result = {}
    try:
        with environment.active() as context:
            with context.begin_transaction(_per_migration=True):
                function()
    except BaseException as error:  # SystemExit and the like are the migration's too
        line = raising_line(path, error)
        if line is None:
            result["failed"] = f"{type(error).__name__}: {error}"[:300]
        else:
            RECORDER.operations.append({"kind": "raise", "lines": [line], "table": "", "schema": "", "name": "",
                                        "text": type(error).__name__})  # fmt: skip
    operations, RECORDER.path = RECORDER.operations, None
    result.update(operations=operations, asked=environment.asked)
    return result


# ---- processes --------------------------------------------------------------


def limit():
    resource.setrlimit(resource.RLIMIT_CPU, (FILE_SECONDS, FILE_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (FILE_BYTES, FILE_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_GROWTH, FILE_GROWTH))
    signal.alarm(2 * FILE_SECONDS)
    null = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(null, number)

    def refuse(*args, **kwargs):
        raise OSError("no network here")

    socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse
    os.system = os.popen = refuse


def in_child(work):
    """What work() returns in a child with limits, through JSON; {failed} if it dies."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        try:
            limit()
            try:
                result = work()
            except BaseException as error:
                result = {"failed": f"{type(error).__name__}: {error}"[:300]}
            with os.fdopen(writer, "w") as file:
                json.dump(result, file, default=str)
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as file:
        text = file.read()
    _, status = os.waitpid(child, 0)
    try:
        return json.loads(text)
    except ValueError:
        return {"failed": f"ended with status {status}"}


def body_of(module, body):
    function = getattr(module, body, None)
    return function if callable(function) else None


def parents(value):
    if value is None:
        return []
    return [str(one) for one in (value if isinstance(value, (list, tuple, set)) else [value])]


def attempt(path, body, dialect, connect=None):
    """Runs a body on the connection that connect() gives, or offline."""
    try:
        function = body_of(load(path), body)
        if function is None:
            return {"operations": [], "asked": False}
        if connect is None:
            return run_body(path, function, Environment(dialect, offline=True))
        with connect() as connection:
            return run_body(path, function, Environment(dialect, connection))
    except Exception as error:
        RECORDER.path = None
        return {"failed": f"{type(error).__name__}: {error}"[:300], "asked": True}


def run_offline(path):
    module = load(path)
    result = {"revision": str(module.revision), "parents": parents(module.down_revision),
              "depends": parents(getattr(module, "depends_on", None))}  # fmt: skip
    result["bodies"] = {body: {dialect: {"offline": attempt(path, body, dialect)} for dialect in DIALECTS}
                        for body in BODIES}  # fmt: skip
    result["stubbed"] = oracle_stubs.FAILED
    return result


class Live:
    """The runs of a file that want a bind; with a server, at its place in the chain."""

    def __init__(self, path, url):
        self.path, self.result = path, {}
        self.real = create_engine(url, poolclass=NullPool) if url else None

    def keep(self, body, dialect, mode, run):
        self.result.setdefault(body, {}).setdefault(dialect, {})[mode] = run
        return "failed" not in run

    def without_rows(self, body, dialect):
        """On the schema that is there now; failing that, on none."""
        if self.real is not None:
            with self.real.connect() as seen:
                run = attempt(self.path, body, dialect, oracle_nothing.engine(dialect, seen).connect)
            if self.keep(body, dialect, "mirror", run):
                return
        self.keep(body, dialect, "nothing", attempt(self.path, body, dialect, oracle_nothing.engine(dialect).connect))

    @contextlib.contextmanager
    def taken_back(self):
        with self.real.connect() as connection:
            transaction = connection.begin()
            try:
                yield connection
            finally:
                if transaction.is_active:
                    transaction.rollback()

    def run(self, wanted):
        """`wanted`: (body, dialect) pairs. The upgrade on the server always, for those that follow."""
        if ("upgrade", "mysql") in wanted:
            self.without_rows("upgrade", "mysql")
        if self.real is not None:
            upgraded = self.keep("upgrade", "postgresql", "online",
                                 attempt(self.path, "upgrade", "postgresql", self.real.connect))  # fmt: skip
        if ("upgrade", "postgresql") in wanted and not (self.real is not None and upgraded):
            self.without_rows("upgrade", "postgresql")
        if ("downgrade", "postgresql") in wanted:
            if self.real is None or not self.keep("downgrade", "postgresql", "online",
                                                  attempt(self.path, "downgrade", "postgresql", self.taken_back)):  # fmt: skip
                self.without_rows("downgrade", "postgresql")
        if ("downgrade", "mysql") in wanted:
            self.without_rows("downgrade", "mysql")
        return self.result


# ---- a folder ---------------------------------------------------------------


def in_order(files):
    """Paths by revision, parents first, as far as they are known; ties by path."""
    by_revision = {file["revision"]: path for path, file in sorted(files.items()) if "revision" in file}
    done, order = set(), []
    for path in sorted(files):
        stack = [path]
        while stack:
            top = stack[-1]
            file = files[top]
            above = [by_revision.get(p) for p in file.get("parents", []) + file.get("depends", [])]
            above = [p for p in above if p and p not in done and p not in stack]
            if top in done:
                stack.pop()
            elif above:
                stack.append(above[0])
            else:
                done.add(stack.pop())
                order.append(top)
    return order


def chosen(modes):
    """The best attempt of a body: what ran without its failing, the real database first."""
    offline = modes.get("offline", {})
    if "operations" in offline and "failed" not in offline and not offline["asked"]:
        return {"mode": "offline", "operations": offline["operations"]}
    for mode in ("online", "mirror", "nothing"):
        one = modes.get(mode)
        if one and "operations" in one and "failed" not in one:
            return {"mode": mode, "operations": one["operations"]}
    reasons = [f"{mode}: {one['failed']}" for mode, one in modes.items() if "failed" in one]
    return {"mode": "none", "reason": "; ".join(reasons) or "did not run"}


def wants_bind(file):
    """(body, dialect) pairs that offline mode cannot run."""
    return [(body, dialect) for body, dialects in file.get("bodies", {}).items() for dialect, modes in dialects.items()
            if modes["offline"].get("asked") or "failed" in modes["offline"]]  # fmt: skip


def prepare(url):
    """The table that Alembic keeps its place in."""
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(255) PRIMARY KEY)")
    return {}


def run_folder(root, url):
    """path → {revision, bodies: body → dialect → {mode, operations | reason}} of a folder's migrations.

    `url`: of an empty database of a PostgreSQL server, or None. Call it in a process of its own: it
    changes what imports find.
    """
    root = os.path.realpath(root)
    paths = list(find_migrations(root))
    oracle_stubs.install(import_roots(root, paths))
    Hooks().install()
    hook_connections()
    files = {path: in_child(lambda path=path: run_offline(os.path.join(root, path))) for path in paths}
    if any(wants_bind(file) for file in files.values()):
        if url:
            in_child(lambda: prepare(url))
        for path in in_order(files):
            wanted = wants_bind(files[path])
            if url or wanted:
                live = in_child(lambda path=path, wanted=wanted: Live(os.path.join(root, path), url).run(wanted))
                add_live(files[path], live, wanted)
    for file in files.values():
        for dialects in file.get("bodies", {}).values():
            dialects.update({dialect: chosen(modes) for dialect, modes in dialects.items()})
    return files


def add_live(file, live, wanted):
    for body, dialect in wanted:
        if "failed" in live:
            file["bodies"][body][dialect]["live"] = live
        else:
            file["bodies"][body][dialect].update(live.get(body, {}).get(dialect, {}))
