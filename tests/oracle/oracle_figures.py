"""Counts what oracle_compare found, over a set of folders."""
import collections
import json
import os
import subprocess

from oracle_compare import applies, compare_body
from oracle_run import BODIES, DIALECTS

# Verdicts on Alembic's operations, which make up "all operations", in the order they are printed.
OPERATIONS = [
    ("exact", "matched exactly"),
    ("differing", "matched, an attribute differs"),
    ("hole", "matched, an attribute is stated as unknown"),
    ("opaque", "opaque with a reason"),
    ("missed", "missed"),
    ("unjudged", "SQL text that the oracle does not judge"),
    ("not_run", "not runnable by the oracle"),
]
# And on tidemark's that have no counterpart.
OTHERS = [
    ("invented", "invented"),
    ("other_path", "other path: under a condition that the oracle's one path did not meet"),
    ("opaque_alone", "opaque, and nothing happened there"),
]


def dump(tidemark, folder):
    """path → migration, as tidemark reads a folder."""
    result = subprocess.run([tidemark, "dump", "--format", "json", "--trust-owner", folder],
                            capture_output=True, check=False)  # fmt: skip
    if result.returncode not in (0, 3):
        raise RuntimeError(f"tidemark dump {folder}: {result.stderr.decode()}")
    migrations = [json.loads(line) for line in result.stdout.splitlines()]
    return {migration["path"]: migration for migration in migrations}


def replayed(tidemark, folder):
    """path → dialect → body → number → what tidemark says that the operation comes to in its chain."""
    command = [tidemark, "chain", "--format", "json", "--operations", "--trust-owner"]
    for dialect in DIALECTS:
        command += ["--dialect", dialect]
    result = subprocess.run([*command, folder], capture_output=True, check=False)
    if result.returncode not in (0, 1, 3):
        raise RuntimeError(f"tidemark chain {folder}: {result.stderr.decode()}")
    found = {}
    for line in result.stdout.splitlines():
        for migration in json.loads(line)["migrations"]:
            for one in migration["operations"]:
                bodies = found.setdefault(migration["path"], {}).setdefault(one["dialect"], {})
                for body in BODIES:
                    numbers = bodies.setdefault(body, {})
                    for operation in one[body]:
                        numbers.setdefault(operation["number"], []).append(operation)
    return found


class Figures:
    def __init__(self):
        self.counts = collections.Counter()  # (dialect, verdict)
        self.modes = collections.Counter()  # (dialect, mode): bodies
        self.files = self.unread = self.unloadable = 0
        self.rows = []  # (folder, path, body, dialect, verdict, ours, theirs, differences)
        self.failures = []  # (folder, path, body, dialect, reason)

    def add_folder(self, name, migrations, results, met):
        """`met`: what replayed() gives."""
        for path in sorted(migrations.keys() | results.keys()):
            self.files += 1
            migration, result = migrations.get(path), results.get(path)
            if migration is None:
                self.unread += 1
                self.rows.append((name, path, "", "", "unread", None, None, []))
            else:
                self.add_file(name, path, migration, result or {"failed": "not found by the oracle"}, met.get(path, {}))

    def add_file(self, name, path, migration, result, met):
        self.unloadable += "failed" in result
        stubbed = result.get("stubbed", ())
        for body in BODIES:
            for dialect in DIALECTS:
                run = result["bodies"][body][dialect] if "bodies" in result else {"mode": "none", "reason": result["failed"]}
                self.modes[dialect, run["mode"]] += 1
                if run["mode"] == "none":
                    self.not_run(name, path, body, dialect, migration[body], run["reason"])
                    continue
                # A database that holds nothing is no place in a chain.
                placed = met.get(dialect, {}).get(body) if run["mode"] != "nothing" else None
                for row in compare_body(migration[body], run["operations"], dialect, run.get("stubbed", stubbed), placed):
                    self.counts[dialect, row[0]] += 1
                    self.rows.append((name, path, body, dialect, *row))

    def not_run(self, name, path, body, dialect, ours, reason):
        """What Alembic would have done is not known: tidemark's count stands for it."""
        self.counts[dialect, "not_run"] += sum(applies(one, ours, dialect) for one in ours["operations"])
        self.failures.append((name, path, body, dialect, reason))

    # ---- sums ----

    def count(self, verdict, dialects=DIALECTS):
        return sum(self.counts[dialect, verdict] for dialect in dialects)

    def total(self, dialects=DIALECTS):
        return sum(self.count(verdict, dialects) for verdict, _ in OPERATIONS)

    def ran(self, dialects=DIALECTS):
        """Alembic's operations: what the shares are of."""
        return self.total(dialects) - self.count("not_run", dialects) - self.count("unjudged", dialects)

    def share(self, *verdicts, dialects=DIALECTS):
        return sum(self.count(verdict, dialects) for verdict in verdicts) / max(1, self.ran(dialects))

    def shares(self):
        """The figures that have a threshold."""
        unknown = self.count("not_run") + self.count("unjudged")
        return {"exact": self.share("exact"), "exact_or_stated": self.share("exact", "opaque", "hole"),
                "invented": self.share("invented"), "not_run": unknown / max(1, self.total())}  # fmt: skip

    def table(self):
        lines = ["| of all operations | PostgreSQL | MySQL | both | % |", "| --- | ---: | ---: | ---: | ---: |"]
        for verdict, words in OPERATIONS + OTHERS:
            cells = [self.count(verdict, [dialect]) for dialect in DIALECTS] + [self.count(verdict)]
            whole = self.total() if verdict in ("not_run", "unjudged") else self.ran()
            lines.append(f"| {words} | {' | '.join(map(str, cells))} | {100 * cells[-1] / max(1, whole):.2f} |")
        return "\n".join(lines)

    def how(self):
        """How the bodies were run."""
        parts = []
        for dialect in DIALECTS:
            modes = ", ".join(f"{self.modes[dialect, mode]} {mode}" for mode in ("offline", "online", "mirror", "nothing", "none")
                              if self.modes[dialect, mode])  # fmt: skip
            parts.append(f"{dialect}: {modes}")
        return "; ".join(parts)


def describe(operation):
    if operation is None:
        return "-"
    keys = ("kind", "schema", "table", "name", "to", "text", "statement", "flags", "line", "lines", "optional")
    parts = [f"{key}={operation[key]!r}"[:160] for key in keys if operation.get(key)]
    for key in ("column", "constraint", "index"):
        if operation.get(key):
            parts.append(f"{key}={json.dumps(operation[key])}"[:420])
    return " ".join(parts)


def attribute_of(operation, attribute):
    """The value behind "columns[name].type", for a list of mismatches."""
    value = operation
    for part in attribute.replace("]", "").replace("[", ".").split("."):
        if isinstance(value, list) and value and isinstance(value[0], dict):
            value = next((one for one in value if one.get("name") == part), None)
        elif isinstance(value, dict):
            value = value.get(part)
        else:
            break
    return json.dumps(value)[:300]


def print_mismatches(figures, out):
    """Every operation that is not matched exactly."""
    for folder, path, body, dialect, verdict, ours, theirs, differences in figures.rows:
        if verdict in ("exact", "other_path", "unjudged_ours"):
            continue
        out.write(f"{verdict} {os.path.basename(folder)} {path} {body} {dialect}\n")
        for attribute, how in differences:
            out.write(f"    {attribute} {how}: ours {attribute_of(ours, attribute)}"
                      f" theirs {attribute_of(theirs, attribute)}\n")  # fmt: skip
        out.write(f"    ours:   {describe(ours)}\n    theirs: {describe(theirs)}\n")
    for failure in figures.failures:
        out.write("not_run " + " ".join(failure) + "\n")
