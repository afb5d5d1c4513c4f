"""The program on repositories made with git fast-import: what a user relies on.

TIDEMARK names the program to test.
"""
import json
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

PROGRAM = os.environ["TIDEMARK"]
HERE = pathlib.Path(__file__).parent
ENV = {**os.environ, "SOURCE_DATE_EPOCH": "1700000000", "GIT_CONFIG_NOSYSTEM": "1",
       "GIT_CONFIG_GLOBAL": "/dev/null", "NO_COLOR": "1"}


def git(*arguments, cwd, stdin=None):
    return subprocess.run(["git", *arguments], cwd=cwd, input=stdin, check=True,
                          capture_output=True, env=ENV).stdout.decode().strip()


def run(*arguments, stdin=None, cwd=None):
    return subprocess.run([PROGRAM, *map(str, arguments)], input=stdin, capture_output=True,
                          text=True, env=ENV, cwd=cwd, timeout=120, check=False)


def scan(*arguments, **more):
    done = run("scan", "--format", "json", *arguments, **more)
    return done.returncode, json.loads(done.stdout), done.stderr


def rules(report):
    return sorted(finding["rule"] for finding in report["findings"])


class Program(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="tidemark-e2e-"))
        cls.bare = cls.folder / "all" / "shop.git"
        git("init", "-q", "--bare", "-b", "main", str(cls.bare), cwd=cls.folder_made())
        git("fast-import", "--quiet", cwd=cls.bare, stdin=(HERE / "shop.fi").read_bytes())
        cls.tree = cls.folder / "all" / "tree"
        git("clone", "-q", str(cls.bare), str(cls.tree), cwd=cls.folder)
        git("worktree", "add", "-q", "--detach", str(cls.folder / "linked"), "origin/before",
            cwd=cls.tree)

    @classmethod
    def folder_made(cls):
        (cls.folder / "all").mkdir()
        return cls.folder

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)

    def test_bare_and_work_tree_say_the_same(self):
        found = []
        for place in (self.bare, self.tree):
            code, report, _ = scan(place)
            self.assertEqual(code, 1)
            self.assertEqual(rules(report), ["dropped-column"])
            found.append([(f["fingerprint"], f["commit"], f["line"]) for f in report["findings"]])
        self.assertEqual(*found)

    def test_a_dirty_work_tree_does_not_count(self):
        path = self.tree / "migrations/versions/8c1f_drop_phone.py"
        text = path.read_text()
        try:
            path.write_text("not python (")
            self.assertEqual(rules(scan(self.tree)[1]), ["dropped-column"])
        finally:
            path.write_text(text)

    def test_refs(self):
        first = git("rev-parse", "before", cwd=self.bare)
        for ref in ("before", "refs/heads/before", "v1", first, first[:10]):
            code, report, _ = scan("--ref", ref, self.bare)
            self.assertEqual((code, rules(report)), (0, []), ref)
            self.assertEqual(report["repositories"][0]["commit"], first)
        code, report, _ = scan("--ref", "before", "--ref", "main", self.bare)
        self.assertEqual((code, len(report["repositories"])), (1, 2))
        code, report, errors = scan("--ref", "nowhere", self.bare)
        self.assertEqual((code, report["coverage"]["incomplete"]), (3, True))
        self.assertIn("nowhere", errors)

    def test_linked_work_tree(self):
        self.assertEqual(scan(self.folder / "linked")[0], 0)

    def test_baseline(self):
        for name in ("json", "jsonl", "sarif"):
            earlier = self.folder / f"earlier.{name}"
            run("scan", "--format", f"{name}={earlier}", self.bare)
            # the only repository of a report may lie elsewhere meanwhile
            for place in (self.bare, self.tree):
                code, report, _ = scan("--baseline", earlier, place)
                self.assertEqual((code, rules(report)), (0, []), name)
                self.assertEqual(report["coverage"]["findings"]["known"], 1)
            # what it did not look for is new
            code, report, _ = scan("--baseline", earlier, "--profile", "deploy", self.bare)
            self.assertEqual(rules(report), ["removed-while-in-use"], name)
        before = self.folder / "before.json"
        run("scan", "--ref", "before", "--format", f"json={before}", self.bare)
        self.assertEqual(rules(scan("--baseline", before, self.bare)[1]), ["dropped-column"])

    def test_baseline_of_several_repositories(self):
        earlier = self.folder / "earlier-of-two.jsonl"
        run("scan", "--format", f"jsonl={earlier}", self.folder / "all")
        kept = [line for line in earlier.read_text().splitlines()
                if not (json.loads(line)["kind"] == "finding"
                        and json.loads(line)["repository"] == str(self.tree))]
        earlier.write_text("\n".join(kept) + "\n")
        report = scan("--baseline", earlier, self.folder / "all")[1]
        self.assertEqual([f["repository"] for f in report["findings"]], [str(self.tree)])

    def test_baseline_that_is_none(self):
        wrong = self.folder / "wrong"
        for text, why in (("", "empty"), ("{\"a\": 1}", "no json"), ("{\"findings\": [", "not JSON"),
                          ("{\"findings\": [{\"repository\": \"r\"}]}", "fingerprint"),
                          ("[1]", "no json"), ("SQLite format 3\0", "store")):
            wrong.write_text(text)
            done = run("scan", "--baseline", wrong, self.bare)
            self.assertEqual((done.returncode, done.stdout), (2, ""), text)
            self.assertIn(why, done.stderr)
        self.assertEqual(run("scan", "--baseline", self.folder / "absent", self.bare).returncode, 2)

    def test_since(self):
        self.assertEqual(rules(scan("--since", "before", self.bare)[1]), ["dropped-column"])
        code, report, _ = scan("--since", "main", self.bare)
        self.assertEqual((code, rules(report)), (0, []))
        self.assertEqual(report["coverage"]["findings"]["known"], 1)
        self.assertEqual(report["coverage"]["migrations"], 2)
        code, report, errors = scan("--since", "nowhere", self.bare)
        self.assertEqual((code, report["coverage"]["incomplete"]), (3, True))
        self.assertIn("nowhere", errors)
        code, _, errors = scan("--since", "main", self.tree / "migrations")
        self.assertEqual(code, 3)
        self.assertIn("without git", errors)

    def test_since_judges_with_the_whole_chain(self):
        """A second head is the branch's doing; a file that only moved is not."""
        forked = self.folder / "forked"
        git("clone", "-q", str(self.bare), str(forked), cwd=self.folder)
        versions = forked / "migrations/versions"
        (versions / "8c1f_drop_phone.py").rename(versions / "8c1f_moved.py")
        (versions / "9d_mail.py").write_text(
            'from alembic import op\nimport sqlalchemy as sa\nrevision = "9d"\ndown_revision = "51d2e9aa"\n\n'
            'def upgrade():\n    op.add_column("users", sa.Column("mail", sa.Text()))\n\n'
            'def downgrade():\n    op.drop_column("users", "mail")\n')
        git("add", "-A", cwd=forked)
        git("-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "mail", cwd=forked)
        report = scan("--since", "origin/main", forked)[1]
        self.assertEqual(rules(report), ["multiple-heads"])
        self.assertEqual(report["coverage"]["migrations"], 3)

    def test_folder_list_and_standard_input(self):
        listed = self.folder / "list"
        listed.write_text(f"# two\n{self.bare}\n\n{self.tree}\n")
        for arguments, stdin in (([self.folder / "all"], None), ([f"@{listed}"], None),
                                 (["-"], listed.read_text())):
            code, report, _ = scan(*arguments, stdin=stdin)
            self.assertEqual((code, rules(report)), (1, 2 * ["dropped-column"]))

    def test_plain_folder_and_file(self):
        plain = self.folder / "plain"
        shutil.copytree(self.tree / "migrations", plain / "migrations", dirs_exist_ok=True)
        code, report, _ = scan(plain)
        self.assertEqual((code, rules(report)), (1, ["dropped-column"]))
        self.assertIsNone(report["findings"][0]["commit"])
        dumped = run("dump", plain / "migrations/versions/8c1f_drop_phone.py")
        self.assertIn("drop_column users.phone", dumped.stdout)

    def test_dump_traces_on_request(self):
        path = self.folder / "traced.py"
        path.write_text("from alembic import op\nrevision = 'a'\ndown_revision = None\n"
                        "NAMES = ['a', 'b']\n\n\ndef upgrade():\n    for name in NAMES:\n"
                        "        if op.get_bind().has_table(name):\n"
                        "            op.drop_table(name)\n")
        plain = run("dump", path)
        self.assertNotIn("NAMES", plain.stdout)
        traced = run("dump", "--trace", path)
        steps = ['      table "a" <- name (line 10)',
                 '        name: item 1 of 2 of NAMES (line 8), which is "a" (line 4)',
                 "          NAMES = ['a', 'b'] (line 4)"]
        self.assertIn("\n".join(steps), traced.stdout)
        self.assertEqual([line for line in traced.stdout.splitlines() if line[:6].strip()],
                         [line for line in plain.stdout.splitlines() if line[:6].strip()])
        plain, traced = (json.loads(run("dump", "--format", "json", *more, path).stdout)
                         for more in ([], ["--trace"]))
        first, source = traced["upgrade"]["operations"][0], path.read_text()
        self.assertEqual(first["trace"], [step[6:] for step in steps])
        self.assertEqual((first["line"], first["at_column"], first["end_line"]), (10, 13, 10))
        self.assertEqual(source[first["start"]:first["end"]], "op.drop_table(name)")
        guard = traced["upgrade"]["guards"][0]
        self.assertEqual((guard["line"], guard["at_column"]), (9, 12))
        self.assertEqual(source[guard["start"]:guard["end"]], "op.get_bind().has_table(name)")
        self.assertRegex(traced["semantic_hash"], "^[0-9a-f]{16}$")
        for operation in traced["upgrade"]["operations"]:
            operation.pop("trace")
        self.assertEqual(plain, traced)

    def test_workers_do_not_change_a_byte(self):
        many = self.folder / "many"
        for number in range(40):
            folder = many / "versions"
            folder.mkdir(parents=True, exist_ok=True)
            for part in range(3):
                (folder / f"{number}_{part}.py").write_text(
                    f"revision = 'r{number}_{part}'\ndown_revision = "
                    f"{repr(f'r{number}_{part - 1}') if part else None}\n"
                    f"from alembic import op\n\n\ndef upgrade():\n    op.drop_table('t{number}')\n"
                    "\n\ndef downgrade():\n    pass\n")
        for form in ("json", "jsonl", "sarif", "text"):
            outputs = {run("scan", "--profile", "all", "--format", form, jobs, many,
                           self.folder / "all").stdout for jobs in ("-j1", "-j4")}
            self.assertEqual(len(outputs), 1, form)
            self.assertGreater(len(outputs.pop()), 1000)

    def test_bad_places_are_told_and_the_rest_is_scanned(self):
        empty = self.folder / "empty.git"
        git("init", "-q", "--bare", str(empty), cwd=self.folder)
        code, report, errors = scan(self.folder / "missing", empty, self.bare)
        self.assertEqual(code, 1)
        self.assertTrue(report["coverage"]["incomplete"])
        self.assertEqual(rules(report), ["dropped-column"])
        self.assertIn("missing", errors)
        self.assertIn("empty", errors)
        self.assertEqual(scan(self.folder / "missing")[0], 3)
        self.assertEqual(scan(empty)[0], 3)

    def test_shallow_and_partial_clones(self):
        shallow, partial = self.folder / "shallow", self.folder / "partial"
        git("clone", "-q", "--depth=1", f"file://{self.bare}", str(shallow), cwd=self.folder)
        self.assertEqual(rules(scan(shallow)[1]), ["dropped-column"])
        git("config", "uploadpack.allowFilter", "true", cwd=self.bare)
        git("clone", "-q", "--bare", "--filter=blob:none", f"file://{self.bare}", str(partial),
            cwd=self.folder)
        code, report, _ = scan(partial)
        self.assertEqual((code, report["coverage"]["incomplete"]), (3, True))
        self.assertEqual({skip["reason"] for skip in report["skips"]}, {"missing-object"})

    def test_bad_files(self):
        folder = self.folder / "bad" / "versions"
        folder.mkdir(parents=True)
        head = "revision = 'a'\ndown_revision = None\n"
        (folder / "large.py").write_text(head + "#" * (256 * 1024))
        (folder / "latin.py").write_bytes(head.encode() + b"# \xe9\n")
        (folder / "merge.py").write_text(head + "<<<<<<< ours\n")
        (folder / "brackets.py").write_text(head + "x = " + 66000 * "[")
        (folder / "py2.py").write_text(head + "def upgrade():\n    print 'x'\n")
        os.symlink("/etc", self.folder / "bad" / "migrations")
        code, report, _ = scan("--profile", "all", self.folder / "bad")
        skipped = {skip["path"]: skip["reason"] for skip in report["skips"]}
        self.assertEqual(skipped["versions/large.py"], "too-large")
        self.assertEqual(skipped["versions/latin.py"], "not-utf8")
        self.assertEqual(skipped["versions/merge.py"], "unparsable")
        self.assertEqual(skipped["versions/py2.py"], "unparsable")
        self.assertIn("versions/brackets.py", skipped)
        self.assertEqual(skipped["migrations"], "symlink")
        self.assertEqual(code, 1)

    def test_selection_and_exit_codes(self):
        self.assertEqual(scan("--ignore", "TM201", self.bare)[0], 0)
        self.assertEqual(scan("--ignore", "MRT201", self.bare)[0], 0)
        self.assertEqual(scan("--select", "dropped-table", self.bare)[0], 0)
        self.assertEqual(scan("--select", "TM202", "--select", "TM201", self.bare)[0], 1)
        self.assertEqual(scan("--fail-on", "never", self.bare)[0], 0)
        self.assertEqual(scan("--severity", "TM201=warning", self.bare)[0], 0)
        self.assertEqual(scan("--severity", "TM201=warning", "--fail-on", "warning",
                              self.bare)[0], 1)
        self.assertEqual(scan("--profile", "locks", self.bare)[0], 0)

    def test_wrong_usage(self):
        for arguments in (["scan"], ["scan", "--nope", "."], ["scan", "--format", "xx", "."],
                          ["scan", "--select", "nope", "."], ["scan", "-j", "0", "."],
                          ["scan", "--role", "x", "."], ["scan", "--ref"],
                          ["scan", "https://example.org/x"], ["rules", "nope"], ["nope"], [],
                          ["dump", "--format", "xx", "."]):
            done = run(*arguments)
            self.assertEqual(done.returncode, 2, arguments)
            self.assertTrue(done.stderr or not arguments, arguments)

    def test_suppression(self):
        folder = self.folder / "allowed" / "versions"
        folder.mkdir(parents=True)
        source = (self.tree / "migrations/versions/8c1f_drop_phone.py").read_text()
        (folder / "a.py").write_text(source.replace(
            '"phone")', '"phone")  # tidemark: allow dropped-column -- moved away', 1))
        code, report, _ = scan(folder.parent)
        self.assertEqual(code, 0)
        self.assertEqual(report["findings"][0]["suppressed"]["reason"], "moved away")
        self.assertEqual(scan("--no-repo-suppressions", folder.parent)[0], 1)

    def test_files_and_folders_of_reports(self):
        json_file, folder = self.folder / "out.json", self.folder / "per"
        done = run("scan", "--format", f"json={json_file}", "--format", "sarif", "--per-repo",
                   folder, self.folder / "all")
        self.assertEqual(done.returncode, 1)
        self.assertEqual(len(json.loads(done.stdout)["runs"]), 2)
        self.assertEqual(rules(json.loads(json_file.read_text())), 2 * ["dropped-column"])
        self.assertEqual(len(list(folder.glob("0*.sarif"))), 2)
        self.assertTrue((folder / "index.json").exists())
        done = run("scan", "--format", "json=/nowhere/x.json", self.bare)
        self.assertEqual(done.returncode, 3)
        self.assertIn("/nowhere/x.json", done.stderr)

    def test_a_signal_reports_what_is_complete(self):
        large = self.folder / "large" / "versions"
        large.mkdir(parents=True)
        text = "".join(f"    op.add_column('t', sa.Column('c{i}', sa.Integer))\n"
                       for i in range(2500))
        for number in range(300):
            (large / f"{number}.py").write_text(
                f"revision = 'r{number}'\ndown_revision = None\nfrom alembic import op\n"
                f"import sqlalchemy as sa\ndef upgrade():\n{text}")
        for wanted in (signal.SIGINT, signal.SIGTERM):
            with subprocess.Popen([PROGRAM, "scan", "-j1", "--format", "json", str(self.bare),
                                   str(large)], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                  env=ENV) as child:
                time.sleep(1)
                child.send_signal(wanted)
                output, _ = child.communicate(timeout=60)
            self.assertEqual(child.returncode, 128 + wanted)
            coverage = json.loads(output)["coverage"]
            self.assertTrue(coverage["incomplete"])
            self.assertEqual(coverage["stopped_by"], wanted.name)

    def test_help_rules_version(self):
        for arguments in (["--help"], ["scan", "--help"], ["version"], ["rules"],
                          ["rules", "TM201"], ["rules", "dropped-column", "--format", "json"]):
            done = run(*arguments)
            self.assertEqual((done.returncode, done.stderr), (0, ""), arguments)
            self.assertTrue(done.stdout)


if __name__ == "__main__":
    unittest.main()
