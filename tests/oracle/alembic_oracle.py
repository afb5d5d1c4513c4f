#!/usr/bin/env python3
"""alembic_oracle.py [--no-server] FOLDER|FILE

Runs the migrations of a folder under real Alembic (see oracle_run) and prints what they did: a JSON
object a file and line. Needs Debian's python3-alembic; for PostgreSQL, postgresql and python3-psycopg2.
"""
import argparse
import contextlib
import json
import os
import shutil
import sys
import tempfile
from multiprocessing import get_context

import oracle_postgres
import oracle_server
from oracle_run import run_folder


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
    source, url = job
    with tempfile.TemporaryDirectory(prefix="tidemark-oracle-") as folder:
        os.chmod(folder, 0o755)
        return get_child(run_folder, copy_readable(source, folder), url)


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


def run_all(sources, server=True):
    """One result of run_folder for each source, in order; two at a time."""
    with contextlib.ExitStack() as stack:
        jobs = [(source, None) for source in sources]
        if server:
            running = stack.enter_context(oracle_postgres.Server())
            jobs = [(source, running.create_database(f"run{i}")) for i, source in enumerate(sources)]
        pool = stack.enter_context(get_context("fork").Pool(min(os.cpu_count() or 1, len(jobs)), maxtasksperchild=1))
        return pool.map(run_one, jobs, chunksize=1)


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[2])
    parser.add_argument("--no-server", action="store_true", help="without PostgreSQL")
    parser.add_argument("path")
    arguments = parser.parse_args()
    for path, file in sorted(run_all([arguments.path], not arguments.no_server)[0].items()):
        print(json.dumps({"path": path, **file}, sort_keys=True))


if __name__ == "__main__":
    main()
