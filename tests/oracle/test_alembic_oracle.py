#!/usr/bin/env python3
"""test_alembic_oracle.py TIDEMARK [--mismatches FILE] [--repository DIR [--ref REF]] [FOLDER ...]

Compares what tidemark reads in migrations with what real Alembic does in them, operation by operation.
Without a folder or repository: over the demonstration corpus, against the bounds below and the figures in
docs/ACCURACY.md, which UPDATE_GOLDEN=1 rewrites.
"""
import argparse
import contextlib
import hashlib
import os
import subprocess
import sys
import tempfile

try:
    import alembic_oracle
    import oracle_postgres
    from oracle_figures import Figures, dump, print_mismatches

    oracle_postgres.programs()
except ImportError as error:
    print(f"skipped: {error}")
    # In CI a skip would hide that nothing was compared.
    sys.exit(1 if os.environ.get("CI") == "true" else 77)

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
LIST = os.path.join(ROOT, "tools", "demo-corpus.txt")
DOCUMENT = os.path.join(ROOT, "docs", "ACCURACY.md")
BEGIN, END = "<!-- demonstration corpus: generated -->", "<!-- end -->"

# Figure, what is aimed at, what has been reached and must not be lost again, and which side is good.
BOUNDS = [("exact", 0.97, 0.905, min), ("exact_or_stated", 0.99, 0.998, min), ("invented", 0.002, 0.001, max),
          ("not_run", 0.10, 0.1125, max)]  # fmt: skip


def demonstration_corpus():
    """Folders of the packages, and a digest of their versions; fetched as ./run scan does."""
    home = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    folder = os.path.join(home, "tidemark", "demo")
    fetch = os.path.join(ROOT, "tools", "fetch-demo-corpus")
    subprocess.run([fetch, LIST, folder], check=True, stdin=subprocess.DEVNULL)
    with open(os.path.join(folder, "complete"), "rb") as file:
        versions = hashlib.sha256(b"".join(sorted(file.read().splitlines(True)))).hexdigest()[:12]
    packages = os.path.join(folder, "packages")
    return [os.path.join(packages, name) for name in sorted(os.listdir(packages))], versions


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
    for folder, results in zip(folders, alembic_oracle.run_all(folders)):
        figures.add_folder(folder, dump(tidemark, folder), results)
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


def check_document(text, versions):
    """The generated part of docs/ACCURACY.md is that of this corpus and this tidemark."""
    with open(DOCUMENT, encoding="utf-8") as file:
        document = file.read()
    before, _, rest = document.partition(BEGIN)
    old, _, after = rest.partition(END)
    new = f"\n\nCorpus {versions}.\n\n{text}\n\n"
    if old == new:
        return False
    if os.environ.get("UPDATE_GOLDEN"):
        with open(DOCUMENT, "w", encoding="utf-8") as file:
            file.write(f"{before}{BEGIN}{new}{END}{after}")
        return False
    if "Corpus " in old and f"Corpus {versions}." not in old:
        print("the packages have other versions than in docs/ACCURACY.md: its figures are not compared")
        return False
    print("FAIL docs/ACCURACY.md is stale: UPDATE_GOLDEN=1 ./run test -R oracle/alembic")
    return True


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
        failed |= check_document(text, versions)
    return 1 if failed and versions else 0


if __name__ == "__main__":
    if os.environ.get("PYTHONHASHSEED") != "0":
        # Some migrations go through sets: the same order every time.
        os.execve(sys.executable, [sys.executable, "-B", *sys.argv], {**os.environ, "PYTHONHASHSEED": "0"})
    sys.exit(main())
