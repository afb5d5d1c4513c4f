"""The command chain: golden files, the schema, and drawings that nothing can break out of.

tests/golden/chain/*.graph are folders of migrations, a file a line:

    path = revision < parents ; dependencies @ labels + tables it creates | docstring    [!]
    path :                                                                    (an empty file)

Words hold Python's escapes; '!' makes it a syntax error. UPDATE_GOLDEN=1 rewrites what each is drawn
as. TIDEMARK names the program to test.
"""
import glob
import json
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

import jsonschema

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parent.parent
PROGRAM = os.environ["TIDEMARK"]
FORMATS = {"text": "txt", "json": "jsonl", "dot": "dot", "mermaid": "mmd"}
ENV = {**os.environ, "NO_COLOR": "1", "COLUMNS": "80"}
SIGNS = "<;@+|"


def unescape(word):
    return word.encode("latin-1", "backslashreplace").decode("unicode_escape")


def migration(line):
    parts = {sign: [] for sign in SIGNS}
    head, _, message = line.partition(" | ")
    words = head.split()
    broken = line.endswith("!")
    revision, at = unescape(words.pop(0)), None
    for word in words:
        if word in SIGNS:
            at = word
        elif word != "!":
            parts[at].append(unescape(word))
    create = "".join(f"    op.create_table({t!r}, sa.Column('id', sa.Integer))\n"
                     for t in parts["+"])
    return (f"{unescape(message.rstrip(' !'))!r}\nfrom alembic import op\nimport sqlalchemy as sa\n"
            f"revision = {revision!r}\ndown_revision = {tuple(parts['<']) or None!r}\n"
            f"depends_on = {tuple(parts[';']) or None!r}\n"
            f"branch_labels = {tuple(parts['@']) or None!r}\n"
            f"def upgrade():\n    pass\n{create}def downgrade():\n    pass\n"
            + ("def (\n" if broken else ""))


def write_folder(text, folder):
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        path, _, rest = line.partition(" ")
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("" if rest == ":" else migration(rest[2:]), encoding="utf-8")


def chain(folder, *arguments):
    return subprocess.run([PROGRAM, "chain", *map(str, arguments), "."], cwd=folder, env=ENV,
                          capture_output=True, timeout=120, check=False)


class Chain(unittest.TestCase):
    def cases(self):
        found = sorted(glob.glob(str(HERE / "chain" / "*.graph")))
        self.assertTrue(found)
        for path in map(pathlib.Path, found):
            with tempfile.TemporaryDirectory() as folder, self.subTest(path.stem):
                write_folder(path.read_text(encoding="utf-8"), pathlib.Path(folder))
                yield path, pathlib.Path(folder)

    def test_golden(self):
        for path, folder in self.cases():
            for name, suffix in FORMATS.items():
                done = chain(folder, "--format", name)
                self.assertEqual(done.returncode, 0, done.stderr)
                expected = path.with_suffix(f".{suffix}")
                if os.environ.get("UPDATE_GOLDEN") == "1":
                    expected.write_bytes(done.stdout)
                self.assertEqual(done.stdout.decode(), expected.read_bytes().decode(), name)

    def records(self, path):
        text = path.with_suffix(".jsonl").read_text(encoding="utf-8")
        return [json.loads(line) for line in text.splitlines()]

    def validator(self):
        schemas = ROOT / "docs" / "schema"
        store = {file.name: json.loads(file.read_text()) for file in schemas.iterdir()}
        name = "tidemark-chain.schema.json"
        resolver = jsonschema.RefResolver(name, store[name], store=store)
        return jsonschema.Draft202012Validator(store[name], resolver=resolver)

    def test_json_is_valid(self):
        check = self.validator()
        for path, _ in self.cases():
            for record in self.records(path):
                check.validate(record)
                for key in record:
                    less = {k: v for k, v in record.items() if k != key}
                    self.assertFalse(check.is_valid(less), key)
                self.assertFalse(check.is_valid({**record, "more": 1}))

    def test_json_agrees_with_itself(self):
        for path, _ in self.cases():
            for record in self.records(path):
                seen = set()
                names = {m["revision"] for m in record["migrations"]}
                self.assertEqual(record["migration_count"], len(record["migrations"]))
                absent = {a["name"] for a in record["absent_parents"]}
                ordered = record["migrations"][: len(record["migrations"]) - record["without_order"]]
                for one in ordered:
                    for parent in one["parents"] + one["depends_on"]:
                        if parent in names:
                            self.assertIn(parent, seen)
                    seen.add(one["revision"])
                for one in record["migrations"]:
                    labels = {label for m in record["migrations"] for label in m["labels"]}
                    for parent in one["parents"] + one["depends_on"]:
                        self.assertTrue(parent in names | labels | absent, parent)

    def test_terminals_are_safe(self):
        for _, folder in self.cases():
            for name in FORMATS:
                text = chain(folder, "--format", name).stdout.decode()
                self.assertNotRegex(text, "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

    def test_dot_is_well_formed(self):
        """Every line is one of few forms, and a label ends where it should."""
        label = r'"(?:[^"\\]|\\["\\n])*"'
        forms = re.compile(
            rf"digraph chains {{|\trankdir=TB|\tnode \[shape=box\]|\tsubgraph cluster_\d+ {{"
            rf"|\tlabel={label}|\te\d+n\d+ \[label={label}\]"
            rf"|\te\d+a\d+ \[style=dashed label={label}\]"
            r"|\te\d+n\d+ -> e\d+[an]\d+(?: \[style=dashed\])?|\t?}")
        for _, folder in self.cases():
            for line in chain(folder, "--format", "dot").stdout.decode().splitlines():
                self.assertRegex(line, rf"\A(?:{forms.pattern})\Z")

    def test_mermaid_is_well_formed(self):
        label = r'"(?:[\w /,:=+.-]|#\d+;|<br>)*"'
        forms = re.compile(
            rf"flowchart TB|\tsubgraph e\d+\[{label}\]|\te\d+n\d+\[{label}\]"
            rf"|\te\d+a\d+\(\[{label}\]\)|\te\d+n\d+ (?:-->|-\.->) e\d+[an]\d+|\tend")
        for _, folder in self.cases():
            for line in chain(folder, "--format", "mermaid").stdout.decode().splitlines():
                self.assertRegex(line, rf"\A(?:{forms.pattern})\Z")

    def test_rows_are_of_bounded_width(self):
        for _, folder in self.cases():
            graph = chain(folder).stdout.decode().split("\n\n")[1]
            for line in graph.splitlines():
                self.assertLessEqual(len(line), 200)


unittest.main()
