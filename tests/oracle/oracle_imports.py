"""What migrations find when they import: modules of the repository, those of others, and stubs."""
import ast
import contextlib
import importlib.metadata
import os
import shutil
import sys
import tempfile
from unittest import mock

import oracle_stubs
import sqlalchemy
from sqlalchemy import MetaData


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


def see_modules(roots):
    oracle_stubs.install(roots)
    sys.path += roots  # where packages look for their own versions
    sys.modules["importlib_metadata"] = importlib.metadata


def let_stubs_pass():
    """An unknown value goes into a row as its text: rows that migrations make are not what is compared."""
    import sqlite3

    import MySQLdb.converters
    from psycopg2.extensions import QuotedString, register_adapter

    register_adapter(oracle_stubs.Stub, lambda stub: QuotedString(str(stub)))
    sqlite3.register_adapter(oracle_stubs.Stub, str)
    MySQLdb.converters.conversions[oracle_stubs.Stub] = lambda stub, conversions: str(stub)


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
