"""What ./run makes of its arguments, with a stand-in for the program it starts."""
import os
import re
import shutil
import subprocess
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


class Run(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.tree = os.path.join(folder.name, "a tree")
        self.elsewhere = os.path.join(folder.name, "elsewhere")
        self.cache = os.path.join(folder.name, "cache")
        os.makedirs(os.path.join(self.tree, "build/release"))
        os.makedirs(os.path.join(self.tree, "core"))
        os.makedirs(os.path.join(self.tree, "tools"))
        os.makedirs(self.elsewhere)
        shutil.copy(os.path.join(ROOT, "run"), self.tree)
        shutil.copy(os.path.join(ROOT, "tools/demo-corpus.txt"), os.path.join(self.tree, "tools"))
        program = os.path.join(self.tree, "build/release/tidemark")
        with open(program, "w", encoding="utf-8") as file:
            file.write('#!/bin/sh\npwd\nprintf "<%s>" "$@"\nexit 3\n')
        os.chmod(program, 0o755)
        stamp = os.path.join(self.tree, "build/.release-is-current")
        with open(stamp, "w", encoding="utf-8"):
            pass
        # As if built after the sources, and before what a test writes next.
        os.utime(os.path.join(self.tree, "core"), (1, 1))
        os.utime(stamp, (2, 2))

    def make_demo(self, *names):
        demo = os.path.join(self.cache, "tidemark/demo")
        for name in names:
            os.makedirs(os.path.join(demo, "packages", name))
        shutil.copy(os.path.join(ROOT, "tools/demo-corpus.txt"), os.path.join(demo, "list"))
        with open(os.path.join(demo, "complete"), "w", encoding="utf-8"):
            pass

    def run_it(self, *arguments):
        return subprocess.run(
            [os.path.join(self.tree, "run"), *arguments], cwd=self.elsewhere, check=False,
            capture_output=True, text=True, stdin=subprocess.DEVNULL,
            env={**os.environ, "XDG_CACHE_HOME": self.cache})

    def assert_scans(self, arguments, expected):
        done = self.run_it("scan", *arguments)
        self.assertEqual(done.stderr, "")
        folder, _, passed = done.stdout.partition("\n")
        self.assertEqual(folder, self.elsewhere)
        self.assertEqual(re.findall("<([^>]*)>", passed), ["scan", *expected])
        self.assertEqual(done.returncode, 3, "the program's exit code is ours")

    def test_passes_paths_through(self):
        for arguments in (["x"], ["-j", "2", "x y"], ["--ref", "a", "--", "-x"], ["-"], ["@list"],
                          ["--format=json", "."], ["--help"]):
            self.assert_scans(arguments, arguments)

    def test_takes_out_its_own_option(self):
        self.assert_scans(["--no-install", "x"], ["x"])
        self.assert_scans(["x", "--no-install", "-j4"], ["x", "-j4"])
        self.assert_scans(["--", "--no-install"], ["--", "--no-install"])
        self.assert_scans(["--ref", "--no-install", "x"], ["--ref", "--no-install", "x"])

    def test_without_path_scans_the_demonstration(self):
        self.make_demo("b", "a")
        demo = [os.path.join(self.cache, "tidemark/demo/packages", name) for name in "ab"]
        for arguments in ([], ["--ref", "HEAD"], ["--ref=HEAD", "-j4"], ["-j", "4", "--quiet"], ["--"]):
            self.assert_scans(arguments, [*arguments, *demo])
            self.assert_scans(["--no-install", *arguments], [*arguments, *demo])

    def test_absent_demonstration(self):
        done = self.run_it("scan", "--no-install")
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertIn("demonstration corpus", done.stderr)

    def test_unknown_command(self):
        done = self.run_it("frobnicate")
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertIn("usage:", done.stderr)

    def test_help(self):
        done = self.run_it("help")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn("--no-install", done.stdout)

    def test_stale_build_is_noticed(self):
        # Without its build files the tree cannot be rebuilt; that it tries is the point.
        with open(os.path.join(self.tree, "core/new.c"), "w", encoding="utf-8"):
            pass
        done = self.run_it("scan", "--no-install", "x")
        self.assertEqual((done.returncode, done.stdout), (2, ""))

    def test_knows_the_options_that_take_values(self):
        if "TIDEMARK" not in os.environ:
            self.skipTest("no program yet")
        text = subprocess.run([os.environ["TIDEMARK"], "scan", "--help"], check=False,
                              capture_output=True, text=True).stdout
        # A value's name is in capitals, or a choice: --color auto|always|never.
        with_value = re.findall(r"^ +(--?[a-z][a-z-]*)[ =](?:[A-Z]|[a-z]+\|)", text, re.M)
        with open(os.path.join(ROOT, "run"), encoding="utf-8") as file:
            valued = re.search(r'^readonly valued="(.*?)"', file.read(), re.M | re.S)[1]
        self.assertEqual(set(with_value) - set(valued.replace("\\\n", "").split()), set())


if __name__ == "__main__":
    unittest.main()
