"""The npm lock pins what we compile, and names no registry: a mirror must do."""
import json
import os
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def read(name):
    with open(os.path.join(ROOT, name), encoding="utf-8") as file:
        return file.read()


class Lockfile(unittest.TestCase):
    def test_names_no_registry(self):
        for name in ("package-lock.json", "package.json", ".npmrc"):
            self.assertNotIn("http", read(name), name)
            self.assertNotIn("registry=", read(name), name)

    def test_pins_exactly(self):
        package = json.loads(read("package.json"))
        locked = json.loads(read("package-lock.json"))["packages"]
        wanted = package["dependencies"] | package["devDependencies"]
        self.assertEqual(locked[""]["dependencies"], package["dependencies"])
        self.assertEqual(locked[""]["devDependencies"], package["devDependencies"])
        for name, version in wanted.items():
            self.assertEqual(locked[f"node_modules/{name}"]["version"], version)
        for name, package in locked.items():
            if name:
                self.assertTrue(package["integrity"].startswith("sha512-"), name)

    def test_runs_no_scripts(self):
        self.assertIn("ignore-scripts=true", read(".npmrc").split())


if __name__ == "__main__":
    unittest.main()
