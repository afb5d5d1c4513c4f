"""What tidemark chain says of the cases in tests/proofs: their verdicts, explanations and schemas.

Each case is a small chain whose verdict a real database has confirmed (tests/oracle/test_proof_cases.py,
which takes minutes); here only tidemark is asked. tests/golden/proofs/<case>.txt is what --explain says
of some of them; UPDATE_GOLDEN=1 rewrites it. TIDEMARK names the program to test.
"""
import json
import os
import pathlib
import subprocess
import unittest

import jsonschema

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parent.parent
CASES = ROOT / "tests" / "proofs"
PROGRAM = os.environ["TIDEMARK"]
ENV = {**os.environ, "NO_COLOR": "1", "COLUMNS": "80"}
EXPLAINED = ("column-dropped", "null-relaxed", "enum-left-behind", "table-copied-and-back", "type-widened",
             "concurrent-index-if-not-exists", "drop-constraint-without-name", "two-guarded-columns")


def chain(case, *arguments):
    done = subprocess.run([PROGRAM, "chain", *arguments, "."], cwd=CASES / case, env=ENV, capture_output=True,
                          timeout=60, check=False)
    return done.stdout.decode()


class Proofs(unittest.TestCase):
    maxDiff = None

    def expectations(self):
        found = sorted(CASES.glob("*/expect.json"))
        self.assertGreaterEqual(len(found), 60)
        for path in found:
            expected = json.loads(path.read_text(encoding="utf-8"))
            for dialect, verdicts in expected["verdicts"].items():
                yield path.parent.name, expected["revision"], dialect, verdicts

    def test_verdicts(self):
        for case, revision, dialect, verdicts in self.expectations():
            with self.subTest(case=case, dialect=dialect):
                record = json.loads(chain(case, "--format", "json", "--dialect", dialect))
                found = [m for m in record["migrations"] if m["revision"] == revision]
                self.assertEqual(len(found), 1)
                usual = found[0]["proofs"][0]
                self.assertEqual(usual["dialect"], dialect)
                for key, word in verdicts.items():
                    self.assertEqual(usual[key], word or "not reached", key)

    def test_explanations(self):
        for case in EXPLAINED:
            with self.subTest(case):
                revision = json.loads((CASES / case / "expect.json").read_text(encoding="utf-8"))["revision"]
                text = chain(case, "--at", revision, "--explain")
                golden = HERE / "proofs" / f"{case}.txt"
                if os.environ.get("UPDATE_GOLDEN") == "1":
                    golden.write_text(text, encoding="utf-8")
                self.assertEqual(text, golden.read_text(encoding="utf-8"))

    def test_schemas_are_as_documented(self):
        schemas = ROOT / "docs" / "schema"
        store = {file.name: json.loads(file.read_text(encoding="utf-8")) for file in schemas.iterdir()}
        name = "tidemark-chain.schema.json"
        check = jsonschema.Draft202012Validator(
            store[name], resolver=jsonschema.RefResolver(name, store[name], store=store))
        for case in sorted({case for case, *_ in self.expectations()}):
            with self.subTest(case):
                check.validate(json.loads(chain(case, "--format", "json", "--schema", "--operations")))

    def operations(self, case, revision, body, dialect="postgresql"):
        record = json.loads(chain(case, "--format", "json", "--operations", "--dialect", dialect))
        (migration,) = [m for m in record["migrations"] if m["revision"] == revision]
        (one,) = migration["operations"]
        self.assertEqual(one["dialect"], dialect)
        return one[body]

    def test_operations_have_the_names_that_the_schema_gives(self):
        for met, kind in zip(self.operations("reflected-foreign-key", "0002", "upgrade"),
                             ("drop_constraint", "create_constraint"), strict=True):
            self.assertEqual((met["operation"]["kind"], met["operation"]["name"]), (kind, "posts_user"))
            self.assertNotIn("reflects", met["operation"])
            self.assertTrue(met["runs"] and met["decided"])
            self.assertEqual((met["outcome"], met["why"]), ("done", None))
        self.assertEqual([met["number"] for met in self.operations("reflected-foreign-key", "0002", "upgrade")], [1, 2])

    def test_operations_tell_which_conditions_the_schema_decides(self):
        upgrade = self.operations("guarded-by-inspector", "0002", "upgrade")
        self.assertTrue(upgrade)
        for met in upgrade:
            self.assertGreater(met["operation"]["guard"], 0)
            self.assertTrue(met["runs"] and met["decided"])
        (refusal,) = self.operations("downgrade-refused", "0002", "downgrade")
        self.assertEqual((refusal["runs"], refusal["outcome"]), (True, "fails"))


if __name__ == "__main__":
    unittest.main()
