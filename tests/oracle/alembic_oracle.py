#!/usr/bin/env python3
"""alembic_oracle.py [--no-server] FOLDER|FILE

Runs the migrations of a folder under real Alembic (see oracle_run) and prints what they did: a JSON
object a file and line. Needs Debian's python3-alembic; for databases, postgresql, python3-psycopg2,
mariadb-server-core and python3-mysqldb.
"""
import argparse
import contextlib
import json
import os
import shutil
import sys
import tempfile
from multiprocessing import get_context

import oracle_server
import replay_databases
from oracle_imports import readable_modules
from oracle_run import DIALECTS, fill_in, not_run, run_folder


def become_nobody():
    """Migrations are others' programs: they do not run as root."""
    if os.geteuid() == 0:
        import grp
        import pwd

        os.setgroups([])
        os.setgid(grp.getgrnam("nogroup").gr_gid)
        os.setuid(pwd.getpwnam(oracle_server.USER).pw_uid)
    os.environ.clear()
    os.environ.update(PATH="/usr/bin:/bin", HOME="/nonexistent", LC_ALL="C.UTF-8", TZ="UTC")


def copy_readable(source, folder):
    """A copy of a file or folder that anyone may read, since root's home is closed to others."""
    target = os.path.join(folder, "tree")
    if os.path.isdir(source):
        shutil.copytree(source, target, symlinks=True, ignore=shutil.ignore_patterns(".git"))
    else:
        os.mkdir(target)
        shutil.copy(source, target)
    for path, _, files in os.walk(target):
        os.chmod(path, 0o755)
        for name in files:
            if not os.path.islink(os.path.join(path, name)):
                os.chmod(os.path.join(path, name), 0o644)
    return target


def run_one(job):
    """What is not in the folder is a stub for Alembic, as it is for tidemark; others' modules are what they
    are only for what does not run without them."""
    source, databases, modules = job
    with tempfile.TemporaryDirectory(prefix="tidemark-oracle-") as folder:
        os.chmod(folder, 0o755)
        tree = copy_readable(source, folder)
        files = get_child(run_folder, tree, databases)
        again = not_run(files)
        if modules and again:
            fill_in(files, get_child(run_folder, tree, databases, modules, again))
        return files


def get_child(function, *args):
    """function(*args) in a process that is not root's."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.close(reader)
            become_nobody()
            with os.fdopen(writer, "w") as file:
                json.dump(function(*args), file)
            status = 0
        except BaseException:
            sys.excepthook(*sys.exc_info())
        finally:
            os._exit(status)
    os.close(writer)
    with os.fdopen(reader) as file:
        text = file.read()
    if os.waitpid(child, 0)[1]:
        raise RuntimeError("the oracle's child failed")
    return json.loads(text)


JOBS = []  # the children of a fork have them


def run_job(at):
    return run_one(JOBS[at])


def run_all(sources, server=True, packages=()):
    """One result of run_folder for each source, in order; two at a time.

    `packages`: unpacked Debian packages whose modules the migrations may import.
    """
    with contextlib.ExitStack() as stack:
        servers = {dialect: stack.enter_context(replay_databases.server(dialect)) for dialect in DIALECTS if server}
        modules = [stack.enter_context(readable_modules(packages))]
        JOBS[:] = [(source, {dialect: replay_databases.databases_of(dialect, running, f"run{at}")
                             for dialect, running in servers.items()}, modules)
                   for at, source in enumerate(sources)]  # fmt: skip
        pool = stack.enter_context(get_context("fork").Pool(min(os.cpu_count() or 1, len(JOBS)), maxtasksperchild=1))
        return pool.map(run_job, range(len(JOBS)), chunksize=1)


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[2])
    parser.add_argument("--no-server", action="store_true", help="without databases")
    parser.add_argument("path")
    arguments = parser.parse_args()
    for path, file in sorted(run_all([arguments.path], not arguments.no_server)[0].items()):
        print(json.dumps({"path": path, **file}, sort_keys=True))


if __name__ == "__main__":
    main()
