#!/usr/bin/env python3
"""test_rule_pages TIDEMARK ROOT

docs/rules/ is what `tidemark rules --format markdown` prints: one page a rule
and a README with the table. UPDATE_GOLDEN=1 rewrites the folder.
"""
import json
import os
import pathlib
import subprocess
import sys


def output(program, *arguments):
    return subprocess.run([program, "rules", *arguments], check=True,
                          capture_output=True, text=True).stdout


def main():
    program, root = sys.argv[1], pathlib.Path(sys.argv[2])
    folder = root / "docs" / "rules"
    rules = [json.loads(line) for line in output(program, "--format", "json").splitlines()]
    pages = {f"{rule['name']}.md": output(program, rule["id"], "--format", "markdown")
             for rule in rules}
    pages["README.md"] = "# Rules\n\n" + output(program, "--format", "markdown")
    if os.environ.get("UPDATE_GOLDEN"):
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("*.md"):
            old.unlink()
        for name, text in pages.items():
            (folder / name).write_text(text)
        return 0
    found = {path.name: path.read_text() for path in folder.glob("*.md")}
    wrong = sorted(name for name in pages.keys() | found.keys()
                   if pages.get(name) != found.get(name))
    for name in wrong:
        print(f"docs/rules/{name} is not what the program prints; "
              "UPDATE_GOLDEN=1 ./run test -R rule_pages rewrites it")
    if not rules:
        print("the program lists no rules")
    return 1 if wrong or not rules else 0


if __name__ == "__main__":
    sys.exit(main())
