#!/usr/bin/env python3
"""test_replay_oracle.py TIDEMARK [--dialect NAME] [--differences FILE] [FOLDER ...]

Compares the schemas that tidemark replays with the catalogs of real databases, after each upgrade and each
downgrade. Without a folder: over the demonstration corpus, against the bounds below and the figures in
docs/ACCURACY.md, which UPDATE_GOLDEN=1 rewrites.
"""
import argparse
import json
import os
import subprocess
import sys
import time

try:
    import oracle_mariadb
    import oracle_postgres
    import replay_figures
    import replay_run
    from oracle_document import check_document, demonstration_corpus, oracle_modules
    from replay_compare import compare

    oracle_postgres.programs()
    oracle_mariadb.program()
except ImportError as error:
    print(f"skipped: {error}")
    # In CI a skip would hide that nothing was compared.
    sys.exit(1 if os.environ.get("CI") == "true" else 77)

BEGIN = "<!-- replay: generated -->"

# Of each dialect: the least share of steps that the database can run; of those that are replayed right; and of
# those after which the whole catalog is equal.
BOUNDS = {"postgresql": (0.73, 0.985, 0.94), "mysql": (0.76, 0.95, 0.81), "sqlite": (0.36, 0.91, 0.66)}


def tidemark_chain(tidemark, folder, dialect):
    """path → {after, restored, proof}: the schemas around each migration, as tidemark replays them, and its proofs."""
    result = subprocess.run([tidemark, "chain", "--format", "json", "--schema", "--dialect", dialect, "--trust-owner",
                             folder], capture_output=True, check=False)  # fmt: skip
    if result.returncode not in (0, 1, 3):
        raise RuntimeError(f"tidemark chain {folder}: {result.stderr.decode()}")
    found = {}
    for line in result.stdout.splitlines():
        for migration in json.loads(line).get("migrations", []):
            told = {}
            for schema in reversed(migration.get("schemas", [])):
                if schema["dialect"] == dialect:
                    told.update(schema)
            told["proof"] = next((one for one in migration.get("proofs", []) if one["dialect"] == dialect), None)
            found[migration["path"]] = told
    return found


def sampled(folders, dialect):
    """PostgreSQL runs all; the others, for the time that it takes, every second package."""
    return folders if dialect == "postgresql" else folders[::2]


def measure(tidemark, folders, dialect, modules):
    figures = replay_figures.ReplayFigures(dialect)
    for folder, steps in zip(folders, replay_run.run_all(folders, dialect, modules)):
        ours = tidemark_chain(tidemark, folder, dialect)
        for path, step in steps.items():  # parents first
            told = ours.get(path, {})
            figures.add_step(os.path.basename(folder), path, step, told, compare)
            figures.add_proofs(os.path.basename(folder), path, step, told.get("proof"))
    return figures


def check_bounds(figures):
    failed = False
    runnable, right, equal = BOUNDS[figures.dialect]
    checks = [("can be run", figures.runnable(), runnable),
              ("are replayed right", figures.share("equal", "inherited"), right),
              ("end in an equal catalog", figures.share("equal"), equal)]  # fmt: skip
    for word, value, bound in checks:
        failed |= value < bound
        print(f"{'ok  ' if value >= bound else 'FAIL'} {figures.dialect}: {100 * value:.2f} % of the steps {word}, at"
              f" least {100 * bound:.2f} %")  # fmt: skip
    return failed


def main():
    parser = argparse.ArgumentParser(usage=__doc__.partition("\n")[0])
    parser.add_argument("tidemark")
    parser.add_argument("--dialect", choices=replay_run.DIALECTS, action="append")
    parser.add_argument("--differences", help="where to list what differs")
    parser.add_argument("folders", nargs="*")
    arguments = parser.parse_args()
    versions, folders = None, arguments.folders
    if not folders:
        folders, versions = demonstration_corpus()
    measured, modules = [], oracle_modules()
    for dialect in arguments.dialect or replay_run.DIALECTS:
        begun = time.monotonic()
        chosen = sampled(folders, dialect) if versions else folders
        measured.append(measure(arguments.tidemark, chosen, dialect, modules))
        print(f"{dialect}: {time.monotonic() - begun:.0f} s")
    parts = [part(measured) for part in (replay_figures.table, replay_figures.reasons, replay_figures.proofs,
                                         replay_figures.kinds)]  # fmt: skip
    text = "\n\n".join(parts)
    print(text)
    if arguments.differences:
        with open(arguments.differences, "w", encoding="utf-8") as out:
            for figures in measured:
                replay_figures.print_differences(figures, out)
    if not versions:
        return 0
    failed = any([check_bounds(figures) for figures in measured])
    if not arguments.dialect:
        failed |= check_document(BEGIN, text, versions, "oracle/replay")
    return 1 if failed else 0


if __name__ == "__main__":
    if os.environ.get("PYTHONHASHSEED") != "0":
        # Some migrations go through sets: the same order every time.
        os.execve(sys.executable, [sys.executable, "-B", "-W", "ignore", *sys.argv],
                  {**os.environ, "PYTHONHASHSEED": "0", "SQLALCHEMY_SILENCE_UBER_WARNING": "1"})  # fmt: skip
    sys.exit(main())
