"""The command chain on repositories and folders: what a user relies on.

TIDEMARK names the program to test.
"""
import json
import os
import pathlib
import subprocess
import tempfile
import unittest

PROGRAM = os.environ["TIDEMARK"]
HERE = pathlib.Path(__file__).parent
ENV = {**os.environ, "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null", "NO_COLOR": "1"}


def run(*arguments, cwd=None):
    return subprocess.run([PROGRAM, "chain", *map(str, arguments)], cwd=cwd, env=ENV, text=True,
                          capture_output=True, timeout=120, check=False)


def records(*arguments, cwd=None):
    done = run("--format", "json", *arguments, cwd=cwd)
    return done, [json.loads(line) for line in done.stdout.splitlines()]


def migration(revision, parent=None, more=""):
    return (f"revision = {revision!r}\ndown_revision = {parent!r}\n{more}"
            "def upgrade():\n    pass\n")


class ChainCommand(unittest.TestCase):
    def setUp(self):
        made = tempfile.TemporaryDirectory(prefix="tidemark-chain-")
        self.addCleanup(made.cleanup)
        self.folder = pathlib.Path(made.name)

    def write(self, path, text):
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def repository(self, name):
        bare = self.folder / name
        bare.mkdir(parents=True)
        subprocess.run(["git", "init", "-q", "--bare", "-b", "main"], cwd=bare, env=ENV, check=True)
        subprocess.run(["git", "fast-import", "--quiet"], cwd=bare, env=ENV, check=True,
                       input=(HERE / "shop.fi").read_bytes())
        return bare

    def test_a_repository_at_head(self):
        bare = self.repository("shop.git")
        done, found = records(bare)
        self.assertEqual(done.returncode, 0)
        self.assertEqual(len(found), 1)
        self.assertEqual((found[0]["ref"], len(found[0]["commit"])), ("HEAD", 40))
        self.assertEqual([head["revision"] for head in found[0]["heads"]], ["8c1f0a2b"])
        text = run(bare).stdout
        self.assertIn("(HEAD, " + found[0]["commit"][:8] + ")", text)
        self.assertRegex(text, r"\n\*  8c1f0a2b \[loses data\] \(head\)")

    def test_parents_are_looked_for_in_other_repositories(self):
        self.repository("shop.git")
        other = self.folder / "plugin"
        self.write("plugin/db/versions/1.py", migration("p1", "8c1f0a2b"))
        subprocess.run(["git", "init", "-q", "-b", "main"], cwd=other, env=ENV, check=True)
        subprocess.run(["git", "add", "."], cwd=other, env=ENV, check=True)
        subprocess.run(["git", "-c", "user.name=n", "-c", "user.email=e", "commit", "-qm", "m"],
                       cwd=other, env=ENV, check=True)
        done, found = records(self.folder)
        self.assertEqual(done.returncode, 0, done.stderr)
        absent = {r["repository"].rsplit("/", 1)[-1]: r["absent_parents"] for r in found}
        self.assertEqual(absent["shop.git"], [])
        self.assertEqual(absent["plugin"][0]["absence"], "elsewhere")
        self.assertTrue(absent["plugin"][0]["home"]["repository"].endswith("shop.git"))
        alone = records(other)[1][0]["absent_parents"]
        self.assertEqual(alone[0]["absence"], "external")

    def test_a_file_that_is_not_read_is_no_missing_parent(self):
        self.write("alembic/env.py", "")
        self.write("alembic/versions/a.py", migration("a1"))
        self.write("alembic/versions/b.py", migration("b2", "a1") + "#" * 300000)
        self.write("alembic/versions/c.py", migration("c3", "b2"))
        done, found = records(self.folder)
        self.assertEqual(done.returncode, 0)
        self.assertIn("not read, so that heads and bases may be others: alembic/versions/b.py",
                      run(self.folder).stdout)
        self.assertEqual(found[0]["unread"], ["alembic/versions/b.py"])
        self.assertEqual([(a["name"], a["absence"]) for a in found[0]["absent_parents"]],
                         [("b2", "unread")])

    def test_a_place_that_cannot_be_read(self):
        self.repository("one.git")
        broken = self.repository("two.git")
        (broken / "HEAD").write_text("ref: refs/heads/nothing\n")
        done, found = records(self.folder)
        self.assertEqual((done.returncode, len(found)), (3, 1))
        self.assertIn("two.git", done.stderr)
        self.assertEqual(run(self.folder / "nowhere").returncode, 3)

    def fork(self):
        self.write("alembic/env.py", "")
        self.write("alembic/versions/1.py", migration("aaaa1"))
        self.write("alembic/versions/2.py", migration("bbbb2", "aaaa1"))
        self.write("alembic/versions/3.py", migration("cccc3", "aaaa1", "branch_labels = 'side'\n"))
        self.write("alembic/versions/4.py", migration("dddd4", ("bbbb2", "cccc3")))
        self.write("alembic/versions/5.py", migration("eeee5", "dddd4"))
        self.write("other/env.py", "")
        self.write("other/versions/1.py", migration("zzzz9"))

    def test_one_environment(self):
        self.fork()
        self.assertEqual(len(records(self.folder)[1]), 2)
        done, found = records("--environment", "other", self.folder)
        self.assertEqual([r["environment"] for r in found], ["other"])
        done = run("--environment=none", self.folder)
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertIn("alembic, other", done.stderr)

    def test_at_a_revision(self):
        self.fork()
        for name in ("dddd4", "dddd"):
            _, found = records("--at", name, self.folder)
            self.assertEqual([m["revision"] for r in found for m in r["migrations"]],
                             ["aaaa1", "bbbb2", "cccc3", "dddd4"])
            self.assertEqual(found[0]["at"], "dddd4")
        _, found = records("--at", "side", self.folder)
        self.assertEqual([m["revision"] for m in found[0]["migrations"]], ["aaaa1", "cccc3"])
        done = run("--at", "nobody", self.folder)
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertIn("no revision is called 'nobody'", done.stderr)

    def test_explain(self):
        self.fork()
        text = run("--at=dddd4", "--explain", self.folder).stdout
        self.assertIn("The state before it is that after bbbb2, and of the other parents' ancestors:\n"
                      "     cccc3\n", text)
        self.assertIn("Its upgrade does nothing.\n   Its downgrade is missing.", text)
        self.assertIn("Nothing comes before it.",
                      run("--at=aaaa1", "--explain", self.folder).stdout)

    def test_dialects(self):
        self.fork()
        _, found = records("--dialect=mysql", "--dialect", "sqlite", self.folder)
        self.assertEqual(found[0]["dialects"], ["mysql", "sqlite"])

    def test_wrong_usage(self):
        for arguments in ((), ("--explain", "."), ("--format", "xml", "."), ("--dialect", "dbase", "."),
                          ("--nothing", "."), (".", "."), ("--at",)):
            done = run(*arguments, cwd=self.folder)
            self.assertEqual((done.returncode, done.stdout), (2, ""), arguments)
            self.assertTrue(done.stderr.startswith("tidemark: "))
        self.assertEqual(run("--help").returncode, 0)

    def test_nothing_to_draw(self):
        for name in ("text", "json", "dot", "mermaid"):
            done = run("--format", name, self.folder)
            self.assertEqual(done.returncode, 0)


unittest.main()
