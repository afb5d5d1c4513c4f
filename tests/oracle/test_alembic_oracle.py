#!/usr/bin/env python3
"""test_alembic_oracle.py TIDEMARK [--mismatches FILE] [--repository DIR [--ref REF]] [FOLDER ...]

Compares what tidemark reads in migrations with what real Alembic does in them, operation by operation.
Without a folder or repository: over the demonstration corpus, against the bounds below and the figures in
docs/ACCURACY.md, which UPDATE_GOLDEN=1 rewrites.
"""
import argparse
import contextlib
import os
import subprocess
import sys
import tempfile

try:
    import alembic_oracle
    import oracle_mariadb
    import oracle_postgres
    from oracle_document import check_document, demonstration_corpus, oracle_modules
    from oracle_figures import Figures, dump, print_mismatches, replayed

    oracle_postgres.programs()
    oracle_mariadb.program()
except ImportError as error:
    print(f"skipped: {error}")
    # In CI a skip would hide that nothing was compared.
    sys.exit(1 if os.environ.get("CI") == "true" else 77)

BEGIN = "<!-- demonstration corpus: generated -->"

# Figure, what is aimed at, what has been reached and must not be lost again, and which side is good.
BOUNDS = [("exact", 0.97, 0.935, min), ("exact_or_stated", 0.99, 0.998, min), ("invented", 0.002, 0.001, max),
          ("not_run", 0.10, 0.05, max)]  # fmt: skip


@contextlib.contextmanager
def extracted(repository, ref):
    """A folder with the tree of a repository at ref."""
    with tempfile.TemporaryDirectory(prefix="tidemark-oracle-") as folder:
        archive = ["git", "-c", "safe.directory=*", "-C", repository, "archive", "--format=tar", ref]
        with subprocess.Popen(archive, stdout=subprocess.PIPE) as git:
            subprocess.run(["tar", "-x", "-C", folder, "--no-same-owner"], stdin=git.stdout, check=True)
        if git.returncode:
            raise RuntimeError(f"git archive of {repository} failed")
        yield folder


def measure(tidemark, folders):
    figures = Figures()
    for folder, results in zip(folders, alembic_oracle.run_all(folders, packages=oracle_modules())):
        figures.add_folder(folder, dump(tidemark, folder), results, replayed(tidemark, folder))
    return figures


def report(figures):
    lines = [figures.table(), "", f"{figures.files} files; bodies by how they were run: {figures.how()}."]
    if figures.unread or figures.unloadable:
        lines.append(f"{figures.unloadable} files could not be loaded; tidemark does not list {figures.unread}.")
    return "\n".join(lines)


def check_bounds(figures):
    failed = False
    for name, target, bound, side in BOUNDS:
        value = figures.shares()[name]
        good = value >= bound if side is min else value <= bound
        reached = value >= target if side is min else value <= target
        failed |= not good
        print(f"{'ok  ' if good else 'FAIL'} {name}: {100 * value:.2f} %, {'at least' if side is min else 'at most'}"
              f" {100 * bound:.2f} %{'' if reached else f'; the target of {100 * target:.2f} % is not reached'}")  # fmt: skip
    return failed


def main():
    parser = argparse.ArgumentParser(usage=__doc__.partition("\n")[0])
    parser.add_argument("tidemark")
    parser.add_argument("--mismatches", help="where to list what is not matched exactly")
    parser.add_argument("--repository")
    parser.add_argument("--ref", default="HEAD")
    parser.add_argument("folders", nargs="*")
    arguments = parser.parse_args()
    versions, folders = None, arguments.folders
    with contextlib.ExitStack() as stack:
        if arguments.repository:
            folders = [*folders, stack.enter_context(extracted(arguments.repository, arguments.ref))]
        if not folders:
            folders, versions = demonstration_corpus()
        figures = measure(arguments.tidemark, folders)
    if arguments.mismatches:
        with open(arguments.mismatches, "w", encoding="utf-8") as out:
            print_mismatches(figures, out)
    text = report(figures)
    print(text)
    failed = check_bounds(figures)
    if versions:
        failed |= check_document(BEGIN, text, versions, "oracle/alembic")
    return 1 if failed and versions else 0


if __name__ == "__main__":
    if os.environ.get("PYTHONHASHSEED") != "0":
        # Some migrations go through sets: the same order every time.
        os.execve(sys.executable, [sys.executable, "-B", *sys.argv], {**os.environ, "PYTHONHASHSEED": "0"})
    sys.exit(main())
