"""The measure of accuracy, on a repository and tables made here.

TIDEMARK names the program to test.
"""
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).parent
ENV = {**os.environ, "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null",
       "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@b"}
HEAD = 'from alembic import op\nimport sqlalchemy as sa\nrevision = "{0}"\ndown_revision = {1}\n'
FIRST = HEAD.format("a1", None) + '''
def upgrade():
    op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("phone", sa.Text()))

def downgrade():
    op.drop_table("users")
'''
SECOND = HEAD.format("b2", '"a1"') + '''
def upgrade():
    op.drop_column("users", "phone")

def downgrade():
    op.add_column("users", sa.Column("phone", sa.Text()))
'''
COLUMNS = "repo path blob line class subject verdict certainty why".split()


def git(*arguments, cwd):
    return subprocess.run(["git", *arguments], cwd=cwd, check=True, capture_output=True, env=ENV,
                          text=True).stdout.strip()


class Accuracy(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="tidemark-accuracy-")
        self.root = pathlib.Path(self.folder.name)
        self.repo = self.root / "clones" / "shop+api"
        versions = self.repo / "migrations" / "versions"
        versions.mkdir(parents=True)
        (self.repo / "migrations" / "env.py").write_text('import sqlalchemy\nurl = "postgresql://"\n')
        (versions / "a1.py").write_text(FIRST)
        (versions / "b2.py").write_text(SECOND)
        git("init", "-q", cwd=self.repo)
        git("add", "-A", cwd=self.repo)
        git("commit", "-qm", "all", cwd=self.repo)
        self.commit = git("rev-parse", "HEAD", cwd=self.repo)
        self.path = "migrations/versions/b2.py"
        self.blob = git("rev-parse", f"HEAD:{self.path}", cwd=self.repo)

    def tearDown(self):
        self.folder.cleanup()

    def table(self, name, columns, *rows):
        path = self.root / name
        path.write_text("\t".join(columns) + "\n" + "".join("\t".join(row) + "\n" for row in rows))
        return path

    def measure(self, *arguments):
        done = subprocess.run([sys.executable, HERE / "accuracy.py", os.environ["TIDEMARK"], self.root / "clones",
                               *map(str, arguments)], capture_output=True, text=True, check=False)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        cells = {}
        for line in done.stdout.splitlines():
            if line.startswith("| "):
                name, *values = [cell.strip() for cell in line.strip("|").split("|")]
                cells[name] = values
        return cells, done.stdout

    def sample(self):
        return self.table("sample.tsv", ["repo", "commit", "path", "blob"], ["shop/api", self.commit, self.path, self.blob])

    def reading(self, line, kind, subject, verdict):
        return ["shop/api", self.path, self.blob, line, kind, subject, verdict, "sure", "because"]

    def test_found_missed_and_not_judged(self):
        readings = self.table("readings.tsv", COLUMNS, self.reading("9", "ROLLBACK", "-", "loses-data"),
                              self.reading("7", "dropped-column", "users.phone", "error"),
                              self.reading("7", "table-rewrite", "users", "warning"))
        cells, text = self.measure("--readings", readings, "--sample", self.sample())
        self.assertEqual(cells["dropped-column"][:4], ["0", "0", "0", "0"])  # the row of the class comes last
        self.assertEqual(cells["rollback"][:5], ["1", "1", "0", "0", "100.0 %"])
        self.assertEqual(cells["deploy"][:5], ["1", "0", "0", "1", "0.0 %"])
        self.assertEqual(cells["rollback"][6:8], ["1", "1"])
        self.assertEqual(cells["table-rewrite"][6:8], ["1", "0"])
        self.assertIn("1 of 1 equal", text)

    def test_judged(self):
        readings = self.table("readings.tsv", COLUMNS, self.reading("9", "ROLLBACK", "-", "restored"))
        rows = [["shop/api", self.path, self.blob, "7", "dropped-column", "true", "because"],
                ["shop/api", self.path, self.blob, "7", "removed-while-in-use", "false", "because"]]
        judged = self.table("judged.tsv", "repo path blob line rule truth why".split(), *rows)
        cells, text = self.measure("--readings", readings, "--sample", self.sample(), "--judged", judged)
        self.assertEqual(cells["all"][:4], ["2", "1", "1", "0"])
        self.assertIn("0 of 1 equal", text)

    def test_audited(self):
        heads = self.table("heads.tsv", ["repo", "head"], ["shop/api", self.commit])
        columns = "repo path blob rule peer_says truth why".split()
        audited = self.table(
            "audited.tsv", columns, ["shop/api", self.path, self.blob, "MRT201", "flag@7", "true", "because"],
            ["shop/api", self.path, self.blob, "MRT201", "flag@7", "true", "because"],
            ["shop/api", self.path, self.blob, "MRT407", "flag@7", "false", "because"],
            ["shop/api", self.path, self.blob, "MRT103", "flag@7", "true", "because"],
            ["shop/api", self.path, self.blob, "MRT701", "flag@7", "false", "because"])
        cells, text = self.measure("--audited", audited, "--heads", heads)
        self.assertEqual(cells["all"][:4], ["2", "1", "1", "0"])
        self.assertEqual(cells["MRT201"][6:8], ["1", "1"])
        self.assertEqual(cells["MRT103"][6:8], ["1", "0"])
        self.assertIn("silent: 1.", text)

    def test_another_blob_is_refused(self):
        readings = self.table("readings.tsv", COLUMNS, ["shop/api", self.path, "0" * 40, "9", "ROLLBACK", "-", "restored",
                                                        "sure", "because"])
        done = subprocess.run([sys.executable, HERE / "accuracy.py", os.environ["TIDEMARK"], self.root / "clones",
                               "--readings", readings, "--sample", self.sample()], capture_output=True, text=True,
                              check=False)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("not the audited one", done.stderr)


if __name__ == "__main__":
    unittest.main()
