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


def _commit(seconds, *changes, branch="main", start=""):
    return (f"commit refs/heads/{branch}\nauthor A <a@a> 1000000000 +0000\n"
            f"committer C <c@c> {seconds} +0000\ndata 1\nm\n{start}" +
            "".join(f"M 100644 inline {path}\ndata {len(text)}\n{text}\n" if text is not None
                    else f"D {path}\n" for path, text in changes))


_HEAD = "from alembic import op\nfrom names import TABLES\nrevision = '51d2'\ndown_revision = None\n"
_USERS = _HEAD + "def upgrade():\n    for t in TABLES:\n        op.execute('DROP VIEW ' + t)\n"
HISTORY = (
    _commit(1700000000, ("names.py", "TABLES = ['a', 'b']\n"),
            ("migrations/versions/51d2_users.py", _USERS + "def downgrade():\n    pass\n"))
    + _commit(1700000100, ("names.py", "TABLES = ['a']\n"),
              ("migrations/versions/0_other.py", "revision = '00'\ndown_revision = None\n"),
              ("migrations/versions/helper.py", "nothing = 1\n"),
              ("migrations/versions/51d2_users.py", _HEAD + "def upgrade():\n    pass\n"
               "    op.create_table('x')\ndef downgrade():\n    op.drop_table('x')\n"))
    + _commit(1700000200, ("migrations/versions/0_other.py", None))
    + _commit(1700000300, ("x", "x"), branch="side", start="from refs/heads/main\n"))


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

    def test_history(self):
        name = "migrations/versions/51d2_users.py"
        git("fast-import", "--quiet", "--force", cwd=self.history(), stdin=HISTORY.encode())
        reports = []
        for jobs in "1", "2", "7":
            code, report, _ = scan("-j", jobs, "--history", self.history())
            self.assertEqual(code, 0)
            reports.append(report)
        self.assertEqual(reports[0], reports[1])
        self.assertEqual(reports[0], reports[2])
        environment, = reports[0]["repositories"][0]["environments"]
        self.assertEqual(environment["migration_count"], 1)
        log = git("log", "--reverse", "--format=%H", "main", cwd=self.history()).split()
        told = [(m["path"], m["revision"], log.index(m["introduced"]["commit"]),
                 m["removed"] and log.index(m["removed"]["commit"]),
                 m["operations"]["upgrade"], m["verdict"] is None)
                for m in environment["migrations"]]
        # the last one takes its column's name from a module of its own commit
        self.assertEqual(told, [(name, "51d2", 1, None, 1, False),
                                ("migrations/versions/0_other.py", "00", 1, 2, 0, True),
                                (name, "51d2", 0, 1, 2, True)])
        self.assertEqual(environment["migrations"][0]["introduced"],
                         {"commit": log[1], "time": "2023-11-14T22:15:00Z",
                          "author_time": "2001-09-09T01:46:40Z"})
        coverage = reports[0]["coverage"]
        self.assertEqual((coverage["commits"], coverage["commits_missing"],
                          coverage["migrations"], coverage["history_migrations"]), (3, 0, 1, 2))
        _, report, _ = scan("--history", "--all-refs", self.history())
        self.assertEqual(report["coverage"]["commits"], 4)
        self.assertEqual(run("scan", "--all-refs", self.history()).returncode, 2)

    def history(self):
        path = self.folder / "history.git"
        if not path.exists():
            git("init", "-q", "--bare", "-b", "main", str(path), cwd=self.folder)
        return path

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
        done = run("scan", "--since", "before", "--history", self.bare)
        self.assertEqual((done.returncode, done.stdout), (2, ""))

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

    def configured(self, text, *arguments):
        """Scans the shop with a .tidemark.yaml; what it takes out of what counts stays, marked."""
        place = self.folder / "configured"
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(self.tree / "migrations", place / "migrations")
        (place / ".tidemark.yaml").write_text(text)
        code, report, errors = scan(*arguments, place)
        found = [(f["rule"], f["severity"], (f["suppressed"] or {}).get("line")) for f in report["findings"]]
        return code, found, report, errors

    def test_settings_of_a_repository(self):
        path = "migrations/versions/8c1f_*.py"
        for text, line, reason in (
                ("ignore: dropped-column\n", 1, "ignore"),
                ("ignore:\n  - locks\n  - TM201 # all of it\n", 3, "ignore"),
                ("select: [chain]\n", 1, "not among what is selected"),
                ("\nignore_paths: [migrations/]\n", 2, "ignore_paths"),
                (f"suppress:\n- {{rule: MRT201, path: '{path}', reason: no phones}}\n", 2, "no phones"),
                ("suppress:\n- revision: 8c1f0a2b\n  reason: old\n", 2, "old")):
            code, found, report, _ = self.configured(text)
            self.assertEqual((code, found), (0, [("dropped-column", "error", line)]), text)
            suppressed = report["findings"][0]["suppressed"]
            self.assertEqual((suppressed["form"], suppressed["reason"]), ("config", reason))
            self.assertEqual(report["coverage"]["findings"]["suppressed"], 1)
            for obeyed_not in ("--no-repo-config", "--no-repo-suppressions"):
                code, found, _, _ = self.configured(text, obeyed_not)
                self.assertEqual((code, found), (1, [("dropped-column", "error", None)]), text)
        for text in ("", "# nothing\n", "ignore: [locks]\n", "suppress: []\n", "ignore_paths: ['*.py', other/]\n",
                     "suppress:\n- {rule: dropped-column, revision: 8c1f, reason: another}\n"):
            self.assertEqual(self.configured(text)[1], [("dropped-column", "error", None)], text)

    def test_the_operator_goes_before_the_repository(self):
        text = "severity: {dropped-column: note}\ndialect: mysql@8.0\n"
        code, found, report, _ = self.configured(text)
        self.assertEqual((code, found), (0, [("dropped-column", "note", None)]))
        self.assertEqual(report["findings"][0]["dialects"], ["mysql"])
        code, found, report, _ = self.configured(text, "--severity", "TM201=warning", "--dialect", "sqlite")
        self.assertEqual((code, found), (0, [("dropped-column", "warning", None)]))
        self.assertEqual(report["findings"][0]["dialects"], ["sqlite"])

    def test_settings_with_a_mistake_are_not_obeyed_at_all(self):
        for text, why in (
                ("ignore: dropped-column\nselect: [no-such-rule]\n", "line 2: no rule is called 'no-such-rule'"),
                ("ignore: dropped-column\noutput: /tmp/x\n", "line 2: a repository cannot set 'output'"),
                ("ignore: dropped-column\nignore: [\n", "line 3"),
                ("ignore_paths: [/etc/passwd]\n", "line 1: not a pattern"),
                ("severity: {dropped-column: none}\n", "line 1: not a rule and error"),
                ("severity: [dropped-column]\n", "line 1: severity wants"),
                ("dialect: oracel\n", "line 1: no dialect"),
                ("suppress:\n- rule: dropped-column\n", "line 2: suppress wants a reason"),
                ("suppress:\n- reason: x\n", "line 2: suppress wants a rule, path"),
                ("suppress:\n- reason: x\n  owner: me\n", "line 3: suppress knows no 'owner'"),
                ("- ignore\n", "line 1"), ("ignore: {a: b}\n", "line 1: ignore wants a list"),
                ("a: &a [*a]\nignore: *a\n", "cannot set 'a'"), ("ignore: &a [*a]\n", "ignore wants a list of words"),
                ("[" * 60000, "line"), ("ignore: dropped-column #" + "x" * 70000, "larger than"),
                ("select: [" + "é" * 80 + "]\n", "é" * 50 + "'"),
                ("suppress:\n- {rule: MRT201, reason: " + "x" * 500 + "}\n", "line 2: reason wants a line"),
                ("ignore: [" + "locks, " * 201 + "]\n", "at most 200"),
                ("ignore: \x00\n", "line")):
            code, found, report, errors = self.configured(text)
            self.assertEqual(found, [("dropped-column", "error", None)], text[:80])
            self.assertIn(why, errors)
            self.assertEqual([(s["path"], s["reason"]) for s in report["skips"]],
                             [(".tidemark.yaml", "unparsable")])
            self.assertEqual((code, report["coverage"]["incomplete"]), (1, False))

    def test_patterns_that_would_backtrack(self):
        hostile = "migrations/versions/" + "*?" * 110 + "**x"
        code, found, _, _ = self.configured(f"ignore_paths: {json.dumps(199 * [hostile] + ['migrations/'])}\n")
        self.assertEqual((code, found), (0, [("dropped-column", "error", 1)]))

    def test_only_the_file_at_the_root_counts(self):
        place = self.folder / "below"
        shutil.copytree(self.tree / "migrations", place / "migrations")
        (place / "migrations/.tidemark.yaml").write_text("ignore: dropped-column\n")
        self.assertEqual(scan(place)[0], 1)

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
