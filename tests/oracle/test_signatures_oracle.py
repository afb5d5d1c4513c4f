#!/usr/bin/env python3
"""test_signatures_oracle.py ALEMBIC_SIGNATURE_DEF

Compares the table of signatures with the installed Alembic, and calls what the
table says a batch refuses. Exit code 77, which ctest shows as skipped, where
there is none; in CI that is a failure.

The table holds for several releases: a release may take fewer arguments by
position and know fewer names than it lists, but no more.
"""
import inspect
import io
import os
import re
import sys

try:
    from alembic.migration import MigrationContext
    from alembic.operations import BatchOperations, Operations
except ImportError as error:
    print(f"skipped: {error}")
    sys.exit(1 if os.environ.get("CI") == "true" else 77)

ENTRY = re.compile(r'^(BATCH_)?SIGNATURE\("(\w+)", (\d+), (\d+),\s*((?:"[^"]*"\s*)+),\s*(NONE|ANY),\s*"([^"]*)"\)', re.M)
# kept by the newest release alone
LATER = {"if_not_exists", "if_exists", "inline_references", "inline_primary_key"}
VALUES = {"columns": ["a"], "local_cols": ["a"], "remote_cols": ["a"], "condition": "a > 0"}


def check(batch, name, required, positional, names, others, refused):
    function = getattr(BatchOperations if batch else Operations, name)
    parameters = list(inspect.signature(function).parameters.values())[1:]
    known = [p for p in parameters if p.kind in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY)]
    takes_any = any(p.kind == p.VAR_KEYWORD for p in parameters)
    by_position = [p.name for p in known if p.kind == p.POSITIONAL_OR_KEYWORD]
    needed = [p.name for p in known if p.default is p.empty]
    yield takes_any == (others == "ANY"), "**kw"
    yield needed == names[:required], f"needs {needed}"
    yield len(by_position) <= positional, f"{len(by_position)} by position"
    yield by_position == names[: len(by_position)], f"order {by_position}"
    yield {p.name for p in known} <= set(names), "names"
    yield set(names) - {p.name for p in known} <= LATER | set(names[:positional]), "names that no release has"
    for clash in refused:
        yield refuses(name, needed, clash), f"takes {clash}"


def refuses(name, needed, keyword):
    context = MigrationContext.configure(
        dialect_name="postgresql", opts={"as_sql": True, "output_buffer": io.StringIO()}
    )
    try:
        with Operations(context).batch_alter_table("t") as batch:
            getattr(batch, name)(*[VALUES.get(n, n) for n in needed], **{keyword: "t"})
    except TypeError:
        return True
    return False


def main():
    with open(sys.argv[1], encoding="utf-8") as source:
        text = source.read()
    entries, wrong = ENTRY.findall(text), 0
    for batch, name, required, positional, names, others, refused in entries:
        words = " ".join(re.findall(r'"([^"]*)"', names)).split()
        results = check(bool(batch), name, int(required), int(positional), words, others, refused.split())
        for right, what in results:
            if not right:
                wrong += 1
                print(f"{'batch.' if batch else 'op.'}{name}: {what}")
    expected = len(re.findall(r"^(?:BATCH_)?SIGNATURE\(\"", text, re.M))
    print(f"{len(entries)} of {expected} signatures, {wrong} differences")
    return wrong or len(entries) != expected or not entries


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
