"""The golden files of the formats json, jsonl and sarif against their schemas.

What golden_formats compares byte for byte, this checks for sense: a wrong golden file must not
become right by UPDATE_GOLDEN=1.
"""
import copy
import glob
import json
import os
import re
import unittest
from urllib.parse import unquote

import jsonschema

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
SCHEMAS = os.path.join(ROOT, "docs", "schema")
SARIF_PACKAGE = "@microsoft/jest-sarif"
SARIF_SCHEMA = os.environ.get(
    "TIDEMARK_SARIF_SCHEMA",
    os.path.join(ROOT, "node_modules", SARIF_PACKAGE, "lib/schemas/sarif-2.1.0-rtm.5.json"),
)


def no_duplicates(pairs):
    keys = [key for key, _ in pairs]
    assert len(keys) == len(set(keys)), f"a key twice: {keys}"
    return dict(pairs)


def parse(text):
    return json.loads(text, object_pairs_hook=no_duplicates)


def read(path):
    # newline="": '\r' is no end of a line in jsonl
    with open(path, encoding="utf-8", newline="") as file:
        return file.read()


def golden(pattern):
    found = sorted(glob.glob(os.path.join(HERE, pattern)))
    assert found, f"no golden files {pattern}"
    return [(os.path.relpath(path, HERE), read(path)) for path in found]


def load(name):
    return parse(read(os.path.join(SCHEMAS, name)))


def validator(name):
    store = {file: load(file) for file in os.listdir(SCHEMAS)}
    resolver = jsonschema.RefResolver(name, store[name], store=store)
    return jsonschema.Draft202012Validator(store[name], resolver=resolver)


def objects(value):
    """Every object in a document, itself included."""
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from objects(item)


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from strings(item)


class Schemas(unittest.TestCase):
    def test_are_schemas(self):
        for name in sorted(os.listdir(SCHEMAS)):
            jsonschema.Draft202012Validator.check_schema(load(name))

    def test_are_strict(self):
        """Every object says which keys it has, and all of them are required or explained."""
        for name in sorted(os.listdir(SCHEMAS)):
            for schema in objects(load(name)):
                types = schema.get("type")
                if types == "object" or (isinstance(types, list) and "object" in types):
                    self.assertIn("additionalProperties", schema, f"{name}: {schema}")

    def test_every_key_is_documented(self):
        text = read(os.path.join(ROOT, "docs", "json.md"))
        for name in sorted(os.listdir(SCHEMAS)):
            for schema in objects(load(name)):
                for key in schema.get("properties", {}):
                    self.assertIn(f"`{key}`", text, f"docs/json.md does not explain {key}")


class Json(unittest.TestCase):
    def documents(self):
        return [(name, parse(text)) for name, text in golden("*/expected.json")]

    def test_valid(self):
        check = validator("tidemark-report.schema.json")
        for name, document in self.documents():
            with self.subTest(name):
                check.validate(document)

    def test_schema_can_fail(self):
        """Any key that is taken away or added anywhere makes a document invalid."""
        check = validator("tidemark-report.schema.json")
        document = dict(self.documents())["shop/expected.json"]
        self.assertTrue(check.is_valid(document))
        tried = 0
        for number, victim in enumerate(objects(document)):
            for key in list(victim):
                changed = copy.deepcopy(document)
                del list(objects(changed))[number][key]
                self.assertFalse(check.is_valid(changed), f"without {key}: {victim}")
                tried += 1
            changed = copy.deepcopy(document)
            list(objects(changed))[number]["more"] = 1
            self.assertFalse(check.is_valid(changed), f"with more: {victim}")
            if tried > 400:
                break
        self.assertGreater(tried, 200)

    def test_coverage_adds_up(self):
        for name, document in self.documents():
            with self.subTest(name):
                total = document["coverage"]
                parts = [repository["coverage"] for repository in document["repositories"]]
                for key, value in total.items():
                    if isinstance(value, int) and not isinstance(value, bool):
                        self.assertEqual(value, sum(part[key] for part in parts), key)
                for severity in ("error", "warning", "note"):
                    found = [
                        finding
                        for finding in document["findings"]
                        if finding["counts"] and finding["severity"] == severity
                    ]
                    self.assertEqual(total["findings"][severity], len(found))
                listed = [s["reason"] for s in document["skips"]]
                for skip in total["skips"]:
                    self.assertEqual(skip["count"], listed.count(skip["reason"]))
                self.assertEqual(
                    total["incomplete"],
                    total["stopped_by"] is not None or any(s["incomplete"] for s in total["skips"]),
                )

    def test_findings_name_what_is_there(self):
        for name, document in self.documents():
            environments = {
                (e["repository"], e["ref"], e["environment"])
                for repository in document["repositories"]
                for e in repository["environments"]
            }
            for finding in document["findings"]:
                key = (finding["repository"], finding["ref"], finding["environment"])
                self.assertIn(key, environments, name)
                if finding["suppressed"]:
                    self.assertFalse(finding["counts"])


class Jsonl(unittest.TestCase):
    def documents(self):
        return [
            (name, [parse(line) for line in text.rstrip("\n").split("\n")])
            for name, text in golden("*/expected.jsonl")
        ]

    def test_valid(self):
        check = validator("tidemark-record.schema.json")
        for name, records in self.documents():
            for record in records:
                with self.subTest(name, kind=record["kind"]):
                    check.validate(record)

    def test_begins_with_the_run_and_ends_with_the_total(self):
        for name, records in self.documents():
            self.assertEqual(records[0]["kind"], "run", name)
            self.assertEqual(records[-1]["kind"], "coverage", name)
            self.assertIsNone(records[-1]["repository"], name)

    def test_is_the_same_as_json(self):
        """One scan, two spellings: the records of json are those of jsonl, and no others."""
        for name, records in self.documents():
            document = parse(read(os.path.join(HERE, name[: -len("l")])))
            flat = [{"kind": "run", **{k: document[k] for k in list(document)[:4]}}]
            for repository in document["repositories"]:
                environments = repository.pop("environments")
                coverage = repository.pop("coverage")
                flat += [repository, coverage]
                for environment in environments:
                    flat += environment.pop("migrations")
                    flat.append(environment)
            flat += document["findings"] + document["skips"] + [document["coverage"]]
            self.assertCountEqual(
                [json.dumps(record, sort_keys=True) for record in flat],
                [json.dumps(record, sort_keys=True) for record in records],
                name,
            )

    def test_keys_keep_their_order(self):
        order = {}
        for name, records in self.documents():
            for record in records:
                keys = order.setdefault(record["kind"], list(record))
                self.assertEqual(list(record), keys, name)
        self.assertEqual(len(order), 7, "some kind of record is in no golden file")


class Index(unittest.TestCase):
    def test_valid(self):
        check = validator("tidemark-index.schema.json")
        for name, text in golden("per-repo-*/index.json"):
            with self.subTest(name):
                index = parse(text)
                check.validate(index)
                files = {f for report in index["reports"] for f in report["files"].values()}
                folder = os.path.dirname(os.path.join(HERE, name))
                self.assertEqual(files, set(os.listdir(folder)) - {"index.json", "index.md"})
                for file in files:
                    self.assertIn(f"]({file})", read(os.path.join(folder, "index.md")))

    def test_markdown_is_inert(self):
        for name, text in golden("per-repo-*/index.md"):
            cells = re.sub(r" \[[a-z]+\]\([0-9a-z.-]+\)", "", text)
            self.assertNotRegex(cells, r"(?<!\\)[`\[\]$]|<[^!]|(?<!\\)!\[", name)
            columns = {len(re.findall(r"(?<!\\)\|", line)) for line in text.split("\n") if line[:1] == "|"}
            self.assertEqual(len(columns), 1, f"{name}: a cell breaks its table")


class Sarif(unittest.TestCase):
    def documents(self):
        found = golden("*/expected.sarif") + golden("per-repo-*/*.sarif")
        return [(name, parse(text)) for name, text in found]

    def runs(self):
        return [(name, run) for name, document in self.documents() for run in document["runs"]]

    def test_valid(self):
        package = parse(read(os.path.join(ROOT, "package.json")))
        wanted = SARIF_PACKAGE in package.get("devDependencies", {})
        if not os.path.exists(SARIF_SCHEMA) and not wanted:
            self.skipTest(f"{SARIF_PACKAGE} is no dependency")
        schema = parse(read(SARIF_SCHEMA))
        check = jsonschema.Draft4Validator(schema)
        for name, document in self.documents():
            with self.subTest(name):
                check.validate(document)
        broken = copy.deepcopy(self.documents()[-1][1])
        del broken["runs"][0]["tool"]["driver"]["name"]
        self.assertFalse(check.is_valid(broken))

    def test_rules(self):
        for name, run in self.runs():
            rules = run["tool"]["driver"]["rules"]
            used = set()
            for result in run["results"]:
                if "ruleIndex" in result:
                    self.assertEqual(rules[result["ruleIndex"]]["id"], result["ruleId"], name)
                    used.add(result["ruleIndex"])
                self.assertEqual(result["kind"] == "fail", result["level"] != "none")
            self.assertEqual(used, set(range(len(rules))), f"{name}: rules without results")

    def test_locations(self):
        """Relative references that stay in the repository, whatever the file is called."""
        for name, run in self.runs():
            for location in objects(run):
                if "uriBaseId" not in location or "uri" not in location:
                    continue
                uri = location["uri"]
                self.assertRegex(uri, r"^[A-Za-z0-9%/._~!$&'()*+,;=@-]+$", name)
                self.assertRegex(uri, r"^(?!/)(?:[^%]|%[0-9A-F]{2})+$", name)
                for part in unquote(uri).split("/"):
                    self.assertNotIn(part, ("", ".", ".."), name)
                self.assertEqual(location["uriBaseId"], "SRCROOT")
            for provenance in run.get("versionControlProvenance", []):
                uri = provenance["repositoryUri"]
                self.assertRegex(uri, r"^[a-z+]+://[^\s\"<>\\^`{|}]+$", name)
            for region in objects(run):
                if "startLine" in region:
                    self.assertLessEqual(region["startLine"], region["endLine"])

    def test_fingerprints(self):
        """One for each result of a run, and the number that tells equal ones apart counts up."""
        for name, run in self.runs():
            seen = {}
            for result in run["results"]:
                value = result["partialFingerprints"]["primaryLocationLineHash"]
                self.assertRegex(value, r"^[0-9a-f]{16}:[1-9][0-9]*$", name)
                base, ordinal = value.split(":")
                seen[base] = seen.get(base, 0) + 1
                self.assertEqual(int(ordinal), seen[base], name)

    def test_messages_are_no_links(self):
        for name, run in self.runs():
            for message in objects(run):
                if set(message) == {"text"}:
                    self.assertNotRegex(message["text"], r"(?<!\\)\]\(", name)

    def test_incomplete_runs_say_so(self):
        states = set()
        for name, run in self.runs():
            (invocation,) = run["invocations"]
            errors = [n for n in invocation["toolExecutionNotifications"] if n["level"] == "error"]
            stopped = "exitSignalName" in invocation
            self.assertEqual(invocation["executionSuccessful"], not errors and not stopped, name)
            states.add(invocation["executionSuccessful"])
        self.assertEqual(states, {True, False})


class Everything(unittest.TestCase):
    def test_nothing_steers_a_terminal(self):
        """Also after decoding: what is escaped in JSON is still valid text."""
        for name, text in golden("*/*.json*") + golden("*/*.sarif"):
            self.assertNotRegex(
                text, "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]", name
            )
            for line in text.rstrip("\n").split("\n") if name.endswith("jsonl") else [text]:
                for string in strings(parse(line)):
                    string.encode("utf-8")  # no lone surrogates


if __name__ == "__main__":
    unittest.main()
