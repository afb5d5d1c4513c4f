"""Counts how the replayed schemas agree with the databases', over a set of folders."""
import collections

SIDES = (("after", "upgrade"), ("restored", "downgrade"))
STATES = {"equal": "equal, object by object", "inherited": "differing in what an earlier step made otherwise",
          "differing": "differing anew", "not told by tidemark": "not told by tidemark"}  # fmt: skip
BESIDE = {"no way back": "no way back", "not runnable": "not runnable"}


class ReplayFigures:
    def __init__(self, dialect):
        self.dialect = dialect
        self.sides = {side: collections.Counter() for side, _ in SIDES}  # how many steps are in which state
        self.kinds = collections.Counter()  # of differences that are new in a step
        self.examples = {}
        self.reasons = collections.Counter()
        self.rows = []  # (folder, path, side, Differences)
        self.stopped = []  # (folder, path, rows, message): downgrades that fail on rows written since
        self.proofs = collections.Counter()  # how tidemark's verdicts fare against those runs
        self.judged = []  # (folder, path, proof, database's, tidemark's) that disagree
        self.stated = 0

    def add_step(self, folder, path, step, ours, compare):
        """`ours`: {after, restored} as tidemark prints it; {} where it does not list the migration."""
        if "after" not in step:
            reason = reason_of(step)
            self.reasons[reason] += 1
            for side, _ in SIDES:
                self.sides[side]["not runnable"] += 1
            return
        for side, _ in SIDES:
            if side == "restored" and step["downgrade"]:
                self.sides[side]["no way back" if refused(step["downgrade"]) else "not runnable"] += 1
            elif ours.get(side) is None:
                self.sides[side]["not told by tidemark"] += 1
            else:
                self.add_side(folder, path, side, compare(step[side], ours[side], self.dialect))

    def add_proofs(self, folder, path, step, proof):
        """What a run can tell of the proofs: whether the downgrade runs, on which rows, and the upgrade again."""
        if "after" not in step or (step["downgrade"] and refused(step["downgrade"])):
            return
        stops = [(why, error["message"]) for why, written, error in step.get("rows", ()) if written and error]
        if step["downgrade"]:
            rollback, message = "cannot run", step["downgrade"]["message"]
        elif stops:
            rollback, message = "fails on new rows", "; ".join(map(": ".join, stops))
            self.stopped.append((folder, path, *stops[0]))
        else:
            rollback, message = "runs", ""
        if proof is None:
            return
        told = proof["rollback"] if proof["rollback"] in ("cannot run", "fails on new rows", "unprovable") else "runs"
        pairs = [("rollback", rollback, told, message)]
        if not step["downgrade"]:
            again = step["again"]
            pairs.append(("reupgrade", "fails" if again else "runs", proof["reupgrade"], again and again["message"]))
        for name, theirs, ours, more in pairs:
            state = "unprovable" if ours == "unprovable" else "agrees" if theirs == ours else f"{ours}, not {theirs}"
            self.proofs[name, state] += 1
            if theirs != ours:
                self.judged.append((folder, path, name, f"{theirs}: {more}", ours))

    def add_side(self, folder, path, side, differences):
        """A difference that an earlier step of the chain made is inherited: it is not told again."""
        self.stated += differences.stated
        new = False
        for difference in differences.found:
            mark = (folder, *map(str, difference))
            if mark not in self.examples:
                new = True
                self.kinds[difference[0]] += 1
                self.examples[mark] = path
        self.sides[side]["differing" if new else "inherited" if differences.found else "equal"] += 1
        if new:
            self.rows.append((folder, path, side, differences))

    def share(self, *states):
        """Of the steps that the database runs, both directions: those in one of the states."""
        whole = sum(self.sides[side][state] for side, _ in SIDES for state in STATES)
        return sum(self.sides[side][state] for side, _ in SIDES for state in states) / max(1, whole)

    def runnable(self):
        after = self.sides["after"]
        return 1 - after["not runnable"] / max(1, sum(after.values()))


def refused(error):
    return error["own"] or error["type"] == "missing"


def reason_of(step):
    """Why a step did not run, in a few words."""
    why, error = step["not_runnable"], step.get("upgrade")
    if why.startswith("behind"):
        return "stands on a step that does not run"
    if why == "parent missing":
        return "stands on another package's migrations"
    if not error:
        return why.partition(":")[0] if why.startswith("it") else "cannot be loaded"
    if error["code"] in ("42P01", "1146", "1051") or "no such table" in error["message"]:
        return "needs a table that no migration makes"
    if error["code"] or error["statement"]:
        return "the database refuses a statement"
    return "needs modules or values that are not here" if not error["own"] else "refuses by itself"


NAMES = {"postgresql": "PostgreSQL 15", "mysql": "MariaDB 10.11", "sqlite": "SQLite"}


def head(word, figures):
    return [f"| {word} | {' | '.join(NAMES[one.dialect] for one in figures)} |", f"| --- |{' ---: |' * len(figures)}"]


def share_line(words, figures, *states):
    return f"| {words} | {' | '.join(f'{100 * one.share(*states):.2f}' for one in figures)} |"


def table(figures):
    """Rows of a table for docs/ACCURACY.md: a line a dialect."""
    lines = head("", figures)
    for side, word in SIDES:
        for state, words in {**STATES, **BESIDE}.items():
            cells = [str(one.sides[side][state]) for one in figures]
            if any(cell != "0" for cell in cells):
                lines.append(f"| {word}: {words} | {' | '.join(cells)} |")
    if any(one.sides["after"]["equal"] for one in figures):
        lines.append(share_line("equal, of what runs, %", figures, "equal"))
        lines.append(share_line("replayed right (no new difference), of what runs, %", figures, "equal", "inherited"))
    return "\n".join(lines)


def reasons(figures):
    lines = head("why a step does not run", figures)
    for reason in sorted({reason for one in figures for reason in one.reasons}):
        lines.append(f"| {reason} | {' | '.join(str(one.reasons[reason]) for one in figures)} |")
    return "\n".join(lines)


def kinds(figures):
    lines = head("kind of difference", figures)
    for kind in sorted({kind for one in figures for kind in one.kinds}):
        lines.append(f"| {kind} | {' | '.join(str(one.kinds[kind]) for one in figures)} |")
    return "\n".join(lines)


def proofs(figures):
    """How many downgrades of the corpus fail on rows written since; and, of each proof, who says what."""
    cells = [str(len(one.stopped)) for one in figures]
    lines = head("proofs", figures) + [f"| downgrades that rows written since stop | {' | '.join(cells)} |"]
    for name, state in sorted({pair for one in figures for pair in one.proofs}):
        lines.append(f"| {name}: {state} | {' | '.join(str(one.proofs[name, state]) for one in figures)} |")
    return "\n".join(lines)


def print_differences(figures, out):
    for folder, path, why, message in figures.stopped:
        out.write(f"{figures.dialect} {folder} {path}: {why} stops the downgrade: {message}\n")
    for folder, path, proof, theirs, ours in figures.judged:
        out.write(f"{figures.dialect} {folder} {path}: {proof}: database: {theirs}\n    tidemark: {ours}\n")
    for folder, path, side, differences in figures.rows:
        for kind, where, theirs, ours in differences.found:
            out.write(f"{figures.dialect} {folder} {path} {side}: {kind} {where}\n"
                      f"    database: {str(theirs)[:400]}\n    tidemark: {str(ours)[:400]}\n")  # fmt: skip
