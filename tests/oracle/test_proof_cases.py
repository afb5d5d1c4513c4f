#!/usr/bin/env python3
"""test_proof_cases.py TIDEMARK [--list] [CASE ...]

Runs the cases of tests/proofs on the databases that they are for, and compares what becomes of the rows and
of the catalog with the verdicts in their expect.json; then tidemark's verdicts with the same.
"""
import argparse
import contextlib
import json
import os
import subprocess
import sys
import tempfile
from multiprocessing import get_context

try:
    import alembic_oracle
    import oracle_mariadb
    import oracle_postgres
    import proof_run
    import replay_run

    oracle_postgres.programs()
    oracle_mariadb.program()
except ImportError as error:
    print(f"skipped: {error}")
    # In CI a skip would hide that nothing was compared.
    sys.exit(1 if os.environ.get("CI") == "true" else 77)

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CASES = os.path.join(ROOT, "tests", "proofs")
PROOFS = ("rollback", "reupgrade", "interruption")

JOBS = []  # (case, dialect, server, prefix): the children of a fork have them


def expectations(case):
    with open(os.path.join(CASES, case, "expect.json"), encoding="utf-8") as file:
        return json.load(file)


def run_job(at):
    case, dialect, server, prefix = JOBS[at]
    with tempfile.TemporaryDirectory(prefix="tidemark-oracle-") as folder:
        os.chmod(folder, 0o755)
        tree = alembic_oracle.copy_readable(os.path.join(CASES, case), folder)
        databases = replay_run.databases_of(dialect, server, prefix)
        return alembic_oracle.get_child(proof_run.run_case, tree, databases)


def run_on_databases(cases):
    """(case, dialect) → verdicts."""
    with contextlib.ExitStack() as stack:
        servers = {}
        for at, case in enumerate(cases):
            for dialect in expectations(case)["verdicts"]:
                if dialect not in servers:
                    servers[dialect] = stack.enter_context(replay_run.server(dialect))
                JOBS.append((case, dialect, servers[dialect], f"case{at}"))
        pool = stack.enter_context(get_context("fork").Pool(2, maxtasksperchild=1))
        results = pool.map(run_job, range(len(JOBS)), chunksize=1)
    return {job[:2]: result for job, result in zip(JOBS, results)}


def check_database(case, dialect, found):
    """Complaints about a case's expectation."""
    expected = expectations(case)["verdicts"][dialect]
    if "failed" in found:
        return [f"{case} {dialect}: {found['failed']}"]
    wrong = []
    for proof in PROOFS:
        # What depends on what no reader can know, a run with these very rows does not decide.
        if expected[proof] not in (found[proof], "unprovable"):
            wrong.append(f"{case} {dialect}: {proof} is {found[proof]!r} on the database, {expected[proof]!r} in"
                         f" expect.json ({found['why']})")  # fmt: skip
    return wrong


def tidemark_verdicts(tidemark, case, dialect):
    """revision → proofs, for the default scenario."""
    result = subprocess.run([tidemark, "chain", "--format", "json", "--trust-owner", "--dialect", dialect,
                             os.path.join(CASES, case)], capture_output=True, check=False)  # fmt: skip
    if result.returncode not in (0, 1, 3):
        raise RuntimeError(f"tidemark chain {case}: {result.stderr.decode()}")
    found = {}
    for line in result.stdout.splitlines():
        for migration in json.loads(line).get("migrations", []):
            proofs = [one for one in migration["proofs"] if one["dialect"] == dialect]
            if proofs:
                found[migration["revision"]] = proofs[0]
    return found


def check_tidemark(tidemark, case, dialect):
    expect = expectations(case)
    expected, found = expect["verdicts"][dialect], tidemark_verdicts(tidemark, case, dialect).get(expect["revision"])
    if found is None:
        return [f"{case} {dialect}: tidemark prints no proof of {expect['revision']}"]
    return [f"{case} {dialect}: tidemark says {proof} is {found[proof]!r}, not {expected[proof]!r}" for proof in PROOFS
            if found[proof] != expected[proof]]  # fmt: skip


def main():
    parser = argparse.ArgumentParser(usage=__doc__.partition("\n")[0])
    parser.add_argument("tidemark")
    parser.add_argument("--list", action="store_true", help="print what the databases say")
    parser.add_argument("cases", nargs="*")
    arguments = parser.parse_args()
    cases = arguments.cases or sorted(name for name in os.listdir(CASES) if os.path.isdir(os.path.join(CASES, name)))
    wrong = []
    for (case, dialect), found in run_on_databases(cases).items():
        if arguments.list:
            print(case, dialect, json.dumps(found))
        wrong += check_database(case, dialect, found)
        wrong += check_tidemark(arguments.tidemark, case, dialect)
    for line in wrong:
        print(line)
    print(f"{len(cases)} cases, {len(JOBS)} runs, {len(wrong)} complaints")
    return 1 if wrong else 0


if __name__ == "__main__":
    if os.environ.get("PYTHONHASHSEED") != "0":
        os.execve(sys.executable, [sys.executable, "-B", *sys.argv], {**os.environ, "PYTHONHASHSEED": "0"})
    sys.exit(main())
