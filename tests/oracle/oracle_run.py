"""Runs the migrations of a folder under real Alembic, each in a process of its own with limits.

Of each body and dialect the first of these that works:

  offline   Alembic's offline mode: no bind, nothing executed
  online    where the body asks for a bind: on a throw-away server, on the schema that exactly its
            ancestors make; a downgrade right after its upgrade (oracle_live)
  mirror    a bind to a database without rows, whose schema is that one
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

import oracle_live
import oracle_stubs
from alembic.config import Config
from alembic.operations import Operations
from alembic.runtime.environment import EnvironmentContext
from oracle_imports import import_as_environment, let_stubs_pass, see_modules
from oracle_record import RECORDER, Hooks, hook_connections
from replay_chain import environment_of

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
              "depends": parents(getattr(module, "depends_on", None)),
              "labels": parents(getattr(module, "branch_labels", None))}  # fmt: skip
    result["bodies"] = {body: {dialect: {"offline": attempt(path, body, dialect)} for dialect in DIALECTS}
                        for body in BODIES}  # fmt: skip
    result["stubbed"] = oracle_stubs.FAILED
    return result


# ---- a folder ---------------------------------------------------------------


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


def not_run(files):
    """Paths of files of which something did not run."""
    return [path for path, file in files.items()
            if "failed" in file or any(run["mode"] == "none" for dialects in file["bodies"].values()
                                       for run in dialects.values())]  # fmt: skip


def fill_in(files, again):
    """Takes what did not run in `files` from a second run that could import more."""
    for path in not_run(files):
        if "failed" in files[path]:
            files[path] = again[path]
            continue
        for body, dialects in again[path].get("bodies", {}).items():
            for dialect, run in dialects.items():
                if files[path]["bodies"][body][dialect]["mode"] == "none":
                    files[path]["bodies"][body][dialect] = {**run, "stubbed": again[path]["stubbed"]}


def wants_bind(file):
    """(body, dialect) pairs that offline mode cannot run."""
    return [(body, dialect) for body, dialects in file.get("bodies", {}).items() for dialect, modes in dialects.items()
            if modes["offline"].get("asked") or "failed" in modes["offline"]]  # fmt: skip


def run_folder(root, databases, modules=(), only=None):
    """path → {revision, bodies: body → dialect → {mode, operations | reason}} of a folder's migrations.

    `databases`: by dialect, where to run what wants a bind (replay_databases); `modules`: folders of
    others' modules; `only`: the files that are asked for, None: all. Call it in a process of its own: it
    changes what imports find.
    """
    root = os.path.realpath(root)
    paths = list(find_migrations(root))
    see_modules([*import_roots(root, paths), *modules])
    for environment in sorted({environment_of(root, path) for path in paths}):
        import_as_environment(os.path.join(root, environment, "env.py"))
    Hooks().install()
    hook_connections()
    let_stubs_pass()
    files = {path: in_child(lambda path=path: run_offline(os.path.join(root, path))) for path in paths}
    for dialect in DIALECTS:
        wanted = {path: [body for body, one in wants_bind(file) if one == dialect and (only is None or path in only)]
                  for path, file in files.items()}  # fmt: skip
        for environment in sorted({environment_of(root, path) for path in paths if wanted[path]}):
            steps = {path: file for path, file in files.items() if environment_of(root, path) == environment}
            live = oracle_live.Live(root, dialect, databases.get(dialect))
            for path, bodies in live.run(steps, wanted).items():
                for body, modes in bodies.items():
                    files[path]["bodies"][body][dialect].update(modes)
    for file in files.values():
        for dialects in file.get("bodies", {}).values():
            dialects.update({dialect: chosen(modes) for dialect, modes in dialects.items()})
    return files
