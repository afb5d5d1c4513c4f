#!/usr/bin/env python3
"""How right are the findings, measured against readings of real migrations.

    accuracy.py TIDEMARK CLONES [--audited FILE] [--readings FILE ...] [--judged FILE ...]
                [--heads FILE] [--sample FILE] [--misses FILE]

CLONES is a folder of repositories named OWNER+NAME (or OWNER/NAME). Each is
scanned once for every commit that a table names, with all profiles and roles.

Tables (tab-separated, one header line; docs/audit/README.md gives the columns):

  audited   rows (file, peer code, line, truth). Equal rows count once. A row
            is matched by a finding in its file that answers the code and covers
            its line; a row without a line by any finding that answers the code.
            A peer code that repeats another code of the same line is no row of
            its own: one cause is one finding.
  readings  what a reader who saw no output wants reported (class, line), and
            one rollback verdict for each file. A finding answers a row when
            classes.tsv has its rule for the class and it covers the line or is
            about the subject that the reader names.
  judged    single lines, judged afterwards by a reader who saw the file and the
            question but not the output.

Every finding in a file of a table must be matched by a true row of any table;
what is not is false. Nothing is left out: a finding that nobody has judged is
false as well, and is counted apart. A forward-only environment has one finding
for its policy, which answers the rows of its migrations that are about going
back; they are counted apart too.
"""

import argparse
import collections
import csv
import json
import os
import random
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
SEED = 20261124
ROUNDS = 2000
# Reported once for a file, where the first use is; a reader may name the import.
OF_THE_FILE = {"imported-models", "outside-input", "outside-process", "evaluated-code"}


def table(path):
    with open(path, encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE))


class Finding:
    def __init__(self, repo, record):
        self.repo = repo
        self.path = record["path"]
        self.rule = record["rule"]
        self.codes = set(record["codes"])
        self.family = ""
        self.severity = record["severity"]
        self.environment = record["environment"]
        self.line = record["line"]
        self.subject = record["subject"]
        self.message = record["message"]
        self.spans = []
        if self.line:
            self.spans.append((self.line, record["end_line"] or self.line))
        for e in record["evidence"]:
            if e.get("path") == self.path and e.get("line"):
                self.spans.append((e["line"], e["line"]))
        self.truth = None  # True, False, or None: not judged

    def covers(self, first, last=None):
        return any(a <= (last or first) and first <= b for a, b in self.spans)

    def key(self):
        return (self.repo, self.path, self.rule, self.line)


class Scans:
    """The findings and verdicts of each (repository, commit), scanned once."""

    def __init__(self, tidemark, clones):
        self.tidemark, self.clones, self.done = tidemark, clones, {}
        out = subprocess.run([tidemark, "rules", "--format", "json"], capture_output=True, text=True, check=True)
        self.rules = {r["name"]: r for r in map(json.loads, out.stdout.splitlines())}
        self.codes = {c for r in self.rules.values() for c in r["codes"]}

    def place(self, repo):
        for name in (repo.replace("/", "+"), repo):
            for tail in ("", "repo"):
                path = os.path.join(self.clones, name, tail)
                if any(os.path.exists(os.path.join(path, x)) for x in (".git", "HEAD")):
                    return path
        return None

    def of(self, repo, commit):
        if (repo, commit) not in self.done:
            self.done[repo, commit] = self.scan(repo, commit)
        return self.done[repo, commit]

    def scan(self, repo, commit):
        place = self.place(repo)
        if place is None:
            return None
        command = [self.tidemark, "scan", "--profile", "all", "--role", "all", "--quiet", "--format", "jsonl"]
        run = subprocess.run([*command, "--ref", commit, place], capture_output=True, text=True)
        if run.returncode not in (0, 1):
            raise SystemExit(f"{repo}: tidemark ended with {run.returncode}: {run.stderr.strip()}")
        findings, verdicts = collections.defaultdict(list), {}
        forward_only, homes = set(), {}
        for record in map(json.loads, run.stdout.splitlines()):
            if record["kind"] == "finding":
                finding = Finding(repo, record)
                finding.family = self.rules[finding.rule]["family"]
                findings[finding.path].append(finding)
                if finding.rule == "forward-only":
                    forward_only.add(finding.environment)
            elif record["kind"] == "migration":
                verdicts[record["path"]] = (record["blob"], record["verdict"])
                homes[record["path"]] = record["environment"]
        policy = {path for path, home in homes.items() if home in forward_only}
        return findings, verdicts, policy


def ratio(a, b):
    return a / b if b else None


def interval(pairs, choose):
    """Bootstrap over repositories: pairs is {repository: (right, all)}."""
    names = sorted(pairs)
    if not names:
        return None
    draw, values = random.Random(SEED), []
    for _ in range(ROUNDS):
        picked = [pairs[draw.choice(names)] for _ in names]
        value = ratio(sum(choose(p)[0] for p in picked), sum(choose(p)[1] for p in picked))
        if value is not None:
            values.append(value)
    values.sort()
    return (values[int(0.025 * len(values))], values[int(0.975 * len(values)) - 1]) if values else None


class Row:
    def __init__(self, repo, path, family, name, line):
        self.repo, self.path, self.family, self.name, self.line = repo, path, family, name, line
        self.found = self.folded = False
        self.severity = None


# The audit's own names for what the peer has no code for.
NAMED = {
    "HOLE": {"re-added-column"},
    "NARROW": {"fails-on-new-rows", "lossy-type-change"},
    "BROKEN-DOWN": {"unrunnable-downgrade"},
    "RAISE-DOWN": {"refused-downgrade", "forward-only"},
    "DOWN-NOTNULL": {"unrunnable-downgrade", "fails-on-new-rows"},
}
# What follows from a cause that has a finding of its own is not reported once more: an empty downgrade
# leaves everything behind, and a downgrade that stops does not get to its later statements.
FOLDED = {
    "missing-downgrade": {"enum-left-behind", "other-left-behind", "reupgrade-fails", "type-not-restored",
                          "nullable-not-restored", "constraint-not-restored", "index-not-restored",
                          "fk-not-restored", "default-not-restored", "update-without-reverse",
                          "insert-without-reverse", "missing-downgrade"},
    "unrunnable-downgrade": {"downgrade-cannot-run"},
}
FOLDED["empty-downgrade"] = FOLDED["refused-downgrade"] = FOLDED["missing-downgrade"]


class Measure:
    def __init__(self, scans, classes):
        self.scans, self.classes = scans, classes
        self.rows, self.files, self.silent = [], {}, 0
        self.gone, self.policy_rows, self.false_found = [], 0, []
        self.verdicts = collections.Counter()
        self.disagreements = []
        self.not_asked = collections.Counter()

    def file(self, repo, commit, path, blob):
        scan = self.scans.of(repo, commit)
        if scan is None:
            self.gone.append((repo, path))
            return None
        findings, verdicts, policy = scan
        seen = verdicts.get(path)
        if seen and blob and seen[0] != blob:
            raise SystemExit(f"{repo}: {path}: the blob is not the audited one")
        self.files[repo, path] = findings.get(path, [])
        return self.files[repo, path], seen[1] if seen else None, path in policy

    def answering(self, code):
        """The rules that answer a code of the audited table."""
        return NAMED.get(code) or {name for name, rule in self.scans.rules.items() if code in rule["codes"]}

    def audited(self, rows, heads):
        unique = {}
        for row in rows:
            line = row["peer_says"].partition("@")[2]
            unique.setdefault((row["repo"], row["path"], row["rule"], line), row)
        for (repo, path, code, line), row in sorted(unique.items()):
            got = self.file(repo, heads[repo], path, row["blob"])
            if got is None or row["truth"] == "nothing to report":
                continue
            if code not in self.scans.codes and code not in NAMED:
                self.not_asked[code] += 1
                continue
            findings, _, policy = got
            hits = [f for f in findings if f.rule in self.answering(code)]
            if line.isdigit():
                hits = [f for f in hits if f.covers(int(line))]
            if row["truth"] == "true":
                entry = Row(repo, path, family_of(self.scans.rules, self.answering(code)), code, line)
                entry.found = bool(hits)
                entry.folded = policy and not hits and entry.family == "rollback"
                self.rows.append(entry)
                for f in hits:
                    f.truth = True
            elif hits and row["why"].startswith("same line already reported"):
                continue
            else:
                self.silent += not hits
                for f in hits:
                    if f.truth is None:
                        f.truth = False
                        self.false_found.append((f, row["why"]))

    def readings(self, rows, commits):
        for row in rows:
            got = self.file(row["repo"], commits[row["repo"]], row["path"], row["blob"])
            if got is None:
                continue
            findings, verdict, policy = got
            if row["class"] == "ROLLBACK":
                self.verdict(row, verdict)
                continue
            line, kinds = int(row["line"] or 0), self.classes.get(row["class"], set())
            hits = [f for f in findings if f.rule in kinds and (f.covers(line) or f.rule in OF_THE_FILE or same(f, row["subject"]))]
            if row["verdict"] == "no finding":
                continue
            for f in hits:
                f.truth = True
            if row["class"] == "other":
                self.not_asked["other"] += 1
                continue
            entry = Row(row["repo"], row["path"], family_of(self.scans.rules, kinds), row["class"], line)
            entry.found, entry.severity = bool(hits), row["verdict"]
            follows = any(row["class"] in FOLDED.get(f.rule, ()) for f in findings)
            entry.folded = not hits and (follows or (policy and entry.family == "rollback"))
            self.rows.append(entry)

    def verdict(self, row, verdict):
        wanted = row["verdict"].replace("-", " ")
        wanted = {"loses new rows only": "drops what was written since"}.get(wanted, wanted)
        got = verdict["rollback"] if verdict else "not read"
        also = wanted == got
        self.verdicts["equal" if also else "other"] += 1
        if not also:
            self.disagreements.append((row["repo"], row["path"], wanted, got, row["certainty"], row["why"]))

    def judged(self, rows):
        truth = {(r["repo"], r["path"], r["rule"], r["line"]): r["truth"] == "true" for r in rows}
        for findings in self.files.values():
            for f in findings:
                known = truth.get((f.repo, f.path, f.rule, str(f.line)))
                if known is not None and f.truth is None:
                    f.truth = known


def same(finding, subject):
    """The reader's subject names what the finding is about: table.column, or an object."""
    s = finding.subject
    names = [x for x in (s["table"], s["column"], s["object"]) if x]
    words = subject.replace(",", " ").replace("(", " ").replace(")", " ").split()
    full = ".".join(x for x in (s["table"], s["column"]) if x)
    return bool(names) and bool(s["table"]) and (full in words if s["column"] else (s["object"] or s["table"]) in words)


FAMILY_ORDER = ("rollback", "locks", "deploy", "security", "chain")


def family_of(rules, kinds):
    found = {rules[k]["family"] for k in kinds if k in rules}
    return next((f for f in FAMILY_ORDER if f in found), "?")


def percent(value):
    return "—" if value is None else f"{100 * value:.1f} %"


def line_of(out, name, findings, rows):
    true = sum(f.truth is True for f in findings)
    unjudged = sum(f.truth is None for f in findings)
    found = sum(r.found or r.folded for r in rows)
    by_repo, recall_repo = collections.defaultdict(lambda: [0, 0]), collections.defaultdict(lambda: [0, 0])
    for f in findings:
        by_repo[f.repo][0] += f.truth is True
        by_repo[f.repo][1] += 1
    for r in rows:
        recall_repo[r.repo][0] += r.found or r.folded
        recall_repo[r.repo][1] += 1
    spans = []
    for pairs in (by_repo, recall_repo):
        ends = interval(pairs, lambda p: p)
        spans.append(f"{100 * ends[0]:.0f}–{100 * ends[1]:.0f}" if ends else "—")
    out(f"| {name} | {len(findings)} | {true} | {len(findings) - true - unjudged} | {unjudged} | "
        f"{percent(ratio(true, len(findings)))} | {spans[0]} | {len(rows)} | {found} | "
        f"{sum(r.folded for r in rows)} | {percent(ratio(found, len(rows)))} | {spans[1]} |")


def report(measure, out):
    findings = [f for fs in measure.files.values() for f in fs]
    out(f"{len(measure.files)} files of {len({r for r, _ in measure.files})} repositories; "
        f"{len({r for r, _ in measure.gone})} repositories of the tables are not among the clones. "
        f"Rows that say false and are silent: {measure.silent}.")
    out("")
    out("| | findings | true | false | not judged | precision | 95 % | rows | found | folded | recall | 95 % |")
    out("|---|---|---|---|---|---|---|---|---|---|---|---|")
    line_of(out, "all", findings, measure.rows)
    line_of(out, "errors and warnings", [f for f in findings if f.severity != "note"],
            [r for r in measure.rows if r.severity != "note"])
    for family in FAMILY_ORDER:
        line_of(out, family, [f for f in findings if f.family == family], [r for r in measure.rows if r.family == family])
    for rule in sorted({f.rule for f in findings}):
        line_of(out, rule, [f for f in findings if f.rule == rule], [])
    for name in sorted({r.name for r in measure.rows}):
        line_of(out, name, [], [r for r in measure.rows if r.name == name])
    total = sum(measure.verdicts.values())
    if total:
        out("")
        out(f"Rollback verdicts: {measure.verdicts['equal']} of {total} equal the reader's "
            f"({percent(ratio(measure.verdicts['equal'], total))}).")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tidemark")
    parser.add_argument("clones")
    parser.add_argument("--audited")
    parser.add_argument("--heads", help="repositories.tsv: the commit of each repository of --audited")
    parser.add_argument("--readings", action="append", default=[])
    parser.add_argument("--sample", help="repo, commit, path, blob of the readings' files")
    parser.add_argument("--judged", action="append", default=[])
    parser.add_argument("--misses", help="write what disagrees to this file")
    options = parser.parse_args()

    classes = {r["class"]: set(r["rules"].split()) for r in table(os.path.join(HERE, "classes.tsv"))}
    measure = Measure(Scans(options.tidemark, options.clones), classes)
    if options.audited:
        heads = {r["repo"]: r["head"] for r in table(options.heads)}
        measure.audited(table(options.audited), heads)
    if options.readings:
        commits = {r["repo"]: r["commit"] for r in table(options.sample)}
        measure.readings([r for path in options.readings for r in table(path)], commits)
    measure.judged([r for path in options.judged for r in table(path)])
    report(measure, print)
    if options.misses:
        with open(options.misses, "w", encoding="utf-8") as f:
            for r in measure.rows:
                if not r.found and not r.folded:
                    f.write("\t".join(("missed", r.repo, r.path, str(r.line), r.name, r.severity or "")) + "\n")
            for found in (x for fs in measure.files.values() for x in fs if not x.truth):
                kind = "unjudged" if found.truth is None else "false"
                f.write("\t".join((kind, found.repo, found.path, str(found.line), found.rule, found.severity, found.message)) + "\n")
            for d in measure.disagreements:
                f.write("\t".join(("verdict", *d)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
