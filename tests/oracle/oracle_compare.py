"""Compares one body as tidemark dumps it with what Alembic did in it, operation by operation.

Both sides become a list of operations in order; the lists are aligned; what is left over on one side is
explained, or it is missed or invented. Where the two may differ without either being wrong, the reason
stands next to the code that lets them.
"""

import oracle_sql
from oracle_match import TOLERANT_KINDS, compare

# What only reads changes nothing that a rollback could meet. tidemark lists what is given to execute(),
# the ORM decides by itself how often it reads: neither list is right or wrong, and both are left out.
READS = ("select",)


# ---- what tidemark says -----------------------------------------------------


def guard_chain(body, number):
    while number:
        guard = body["guards"][number - 1]
        yield guard
        number = guard["outer"]


def applies(operation, body, dialect):
    """False where tidemark itself says that the operation is not for this dialect."""
    if operation["dialects"] and dialect not in operation["dialects"]:
        return False
    for guard in guard_chain(body, operation["guard"]):
        if guard["kind"] == "dialect" and guard["dialects"]:
            if (dialect in guard["dialects"]) == guard["negated"]:
                return False
    return True


def stands_for_many(operation):
    """Zero or more operations, by its own word: a loop over what is not known, or is in the schema."""
    return "in_loop" in operation["flags"] or "reflects" in operation and not operation["reflects"]["first"]


def is_optional(operation, body):
    """May tidemark's operation not happen, by its own word? Then another path is no invention."""
    if stands_for_many(operation) or "in_handler" in operation["flags"]:
        return True
    return any(guard["kind"] != "dialect" or not guard["dialects"] for guard in guard_chain(body, operation["guard"]))


def is_opaque(operation):
    return operation["kind"] in ("opaque", "raw_sql")


def for_dialect(operation, dialect):
    """With the types that its columns have on the dialect."""

    def column(one):
        variants = [v["type"] for v in one.get("type_variants", []) if dialect in v["dialects"]]
        return {**one, "type": variants[0]} if variants else one

    parts = {}
    if "column" in operation:
        parts["column"] = column(operation["column"])
    if "columns" in operation:
        parts["columns"] = [column(one) for one in operation["columns"]]
    return {**operation, **parts}


def placed(met, number, operation, body):
    """An operation as replay says that it is at its place in the chain: those that it comes to there.

    What the schema there decides is held to: an operation that it lets happen is not optional, one that
    it excludes is not listed. Where some other condition is open too, another path is no invention.
    """
    for one in met.get(number, ()):
        if one["runs"]:
            optional = stands_for_many(one["operation"]) or not one["decided"]
            yield {**one["operation"], "optional": optional, "of_loop": len(met[number]) > 1}
        elif not one["decided"]:
            yield {**operation, "optional": is_optional(operation, body)}


def ours(body, dialect, met=None):
    """tidemark's operations in order. `met`: what replay says of them, if the oracle ran the body there too."""
    operations = []
    for number, operation in enumerate(body["operations"], 1):
        if operation["kind"] in READS or not applies(operation, body, dialect):
            continue
        if met is None:
            found = [{**operation, "optional": is_optional(operation, body)}]
        else:
            found = placed(met, number, operation, body)
        operations += [for_dialect(one, dialect) for one in found]
    return operations


# ---- what Alembic did -------------------------------------------------------


def theirs(operations):
    """Operations of the oracle, those of SQL text classified; kind None is a text that is not judged."""
    result = []
    for operation in operations:
        if operation["kind"] != "sql":
            if operation["kind"] not in READS:
                result.append(operation)
            continue
        # Bound parameters, percent signs and colons are escaped for the driver, not for the database.
        text = operation["text"].replace("\\:", ":")
        for statement, atoms in oracle_sql.operations(text):
            shared = {"lines": operation["lines"], "from_sql": True, "statement": statement}
            for atom in atoms if atoms is not None else [{"kind": None}]:
                if atom["kind"] in READS:
                    continue
                result.append({"table": "", "schema": "", "name": "", **atom, **shared})
    return result


# ---- alignment --------------------------------------------------------------


def on_line(mine, other):
    return any(mine["line"] <= line <= mine["end_line"] for line in other["lines"])


def similarity(mine, other):
    """How well two operations pair; 0 if they cannot."""
    if mine["kind"] != other["kind"]:
        return 0, None
    differences = compare(mine, other)
    same_line = on_line(mine, other)
    heavy = sum(attribute in ("table", "schema", "name", "to") for attribute, how in differences if how == "differs")
    if heavy and not same_line:
        return 0, None
    if mine["kind"] in TOLERANT_KINDS and not same_line:
        return 0, None
    return max(1, 100 - 25 * heavy - len(differences)) + (30 if same_line else 0), differences


def pair_of_loops(mine, other):
    """Pairs (i, j, []) of operations on what a loop finds in the schema, where the two are the same.

    tidemark lists them operation by operation, a loop makes them object by object; and in which order
    a catalog lists its objects no database promises.
    """
    pairs, taken = [], set()
    for i, one in enumerate(mine):
        for j, candidate in enumerate(other):
            if one.get("of_loop") and j not in taken and similarity(one, candidate)[1] == [] and on_line(one, candidate):
                pairs.append((i, j, []))
                taken.add(j)
                break
    return pairs


def align(mine, other):
    """Pairs (i, j, differences): of loops first, of the rest in order."""
    pairs = pair_of_loops(mine, other)
    left = [i for i in range(len(mine)) if i not in {pair[0] for pair in pairs}]
    right = [j for j in range(len(other)) if j not in {pair[1] for pair in pairs}]
    ordered = align_in_order([mine[i] for i in left], [other[j] for j in right])
    return sorted(pairs + [(left[i], right[j], differences) for i, j, differences in ordered], key=lambda pair: pair[:2])


def align_in_order(mine, other):
    """Pairs (i, j, differences) of the best alignment that keeps both orders."""
    scores = [[similarity(a, b) for b in other] for a in mine]
    best = [[0] * (len(other) + 1) for _ in range(len(mine) + 1)]
    for i in range(len(mine) - 1, -1, -1):
        for j in range(len(other) - 1, -1, -1):
            score = scores[i][j][0]
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + score if score else 0)
    pairs, i, j = [], 0, 0
    while i < len(mine) and j < len(other):
        score, differences = scores[i][j]
        if score and best[i][j] == best[i + 1][j + 1] + score:
            pairs.append((i, j, differences))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


# ---- verdicts ---------------------------------------------------------------


def verdict_of(differences):
    if not differences:
        return "exact"
    return "hole" if all(how == "unknown" for _, how in differences) else "differing"


def repeated(operation, mine):
    """tidemark writes the body of a loop over unknown values once; Alembic ran it so many times."""
    for candidate in mine:
        if stands_for_many(candidate) and candidate["kind"] == operation["kind"] and on_line(candidate, operation):
            differences = compare(candidate, operation)
            if verdict_of(differences) != "differing":
                return candidate, differences
    return None


def leftover_theirs(operation, mine):
    if operation["kind"] is None:
        if any("from_sql" in one["flags"] and on_line(one, operation) for one in mine):
            return "unjudged", None
    again = repeated(operation, mine)
    if again:
        return verdict_of(again[1]), again[0]
    for one in mine:
        if is_opaque(one) and on_line(one, operation):
            return "opaque", one
    return "missed", None


def is_stubbed(operation, stubbed):
    """Is it in a function of a module of the repository that Alembic's process could not load?"""
    module = operation.get("via", "").partition(".py:")[0].replace("/", ".")
    return any(("." + module).endswith("." + name) for name in stubbed)


def leftover_ours(operation, covered, stubbed):
    if is_opaque(operation):
        return "opaque_alone"
    if operation["optional"]:
        return "other_path"
    if is_stubbed(operation, stubbed):
        return "not_run"
    # A statement whose text the oracle does not judge stands for all that tidemark read in it.
    if any(one["kind"] is None and on_line(operation, one) for one in covered):
        return "unjudged_ours"
    return "invented"


def compare_body(body, operations, dialect, stubbed=(), met=None):
    """Rows (verdict, tidemark's operation or None, Alembic's or None, differences).

    `stubbed`: names of the repository's modules that could not be loaded in full.
    """
    mine, other = ours(body, dialect, met), theirs(operations)
    pairs = align(mine, other)
    rows = [(verdict_of(differences), mine[i], other[j], differences) for i, j, differences in pairs]
    paired_ours, paired_theirs = {i for i, _, _ in pairs}, {j for _, j, _ in pairs}
    covered = [one for j, one in enumerate(other) if j not in paired_theirs]
    for one in covered:
        verdict, candidate = leftover_theirs(one, mine)
        rows.append((verdict, candidate, one, []))
    for i, one in enumerate(mine):
        if i not in paired_ours:
            rows.append((leftover_ours(one, covered, stubbed), one, None, []))
    return rows
