"""The walk over histories, next to what git says.

HISTORY_LIST names the program that lists what the walk sees. Repositories are made by
git fast-import: a few by hand, many by a seeded generator. By hand, on any repositories:

    HISTORY_LIST=… python3 test_history.py compare REPOSITORY …
"""
import collections
import heapq
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import unittest

LIST = os.environ["HISTORY_LIST"]
ENV = {**os.environ, "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null",
       "GIT_NO_REPLACE_OBJECTS": "1", "LC_ALL": "C"}
# Neither notes nor replacements are history; the walk does not begin there.
ALL = ["--exclude=refs/notes/*", "--exclude=refs/replace/*", "--all", "HEAD"]


def git(repository, *arguments, stdin=None):
    return subprocess.run(["git", *arguments], cwd=repository, input=stdin, check=True,
                          capture_output=True, env=ENV).stdout


def listed(repository, *arguments):
    """Files as (path, blob) → the other fields; skips; counts."""
    out = subprocess.run([LIST, *arguments, str(repository)], check=True, capture_output=True,
                         env=ENV).stdout
    files, skips, counts = {}, [], {}
    for line in out.decode().splitlines():
        kind, *fields = line.split("\t")
        if kind == "file":
            assert (fields[0], fields[1]) not in files, line
            files[fields[0], fields[1]] = fields[2:]
        elif kind == "skip":
            skips.append((fields[0], fields[1], fields[2]))
        elif kind == "counts":
            counts = {name: int(number) for name, number in
                      (field.split(" ") for field in fields)}
    return files, skips, counts


# ---- what git says ------------------------------------------------------------------------------


def shown(raw):
    """A path as a listing shows it."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return "".join(chr(b) if b < 0x80 and b != 0x5c else f"\\x{b:02x}" for b in raw)


def raw_log(repository, revisions):
    """All (mode, path, blob) that a commit has and one of its parents has not."""
    out = git(repository, "log", *revisions, "-m", "--raw", "--no-renames", "--no-abbrev", "-z",
              "--format=")
    words = iter(out.split(b"\0"))
    for word in words:
        word = word.lstrip(b"\n")
        if not word.startswith(b":"):
            continue
        _, mode, _, blob, status = word.split(b" ")
        path = next(words)
        if status != b"D":
            yield mode.decode(), path, blob.decode()


def is_migration(path, template_folders, folders):
    *above, name = path.split(b"/")
    if not name.endswith(b".py") or name in (b"env.py", b"setup.py"):
        return False
    folder = b"/".join(above)
    return b"versions" in above or folder in folders or folder in template_folders


def expected_set(repository, revisions, folders=()):
    """What `git log` shows in folders of migrations, but for those only beside a template."""
    files, beside = set(), set()
    everything = {(path, blob) for mode, path, blob in raw_log(repository, revisions)
                  if mode.startswith("100")}
    templates = {path.rpartition(b"/")[0] for path, _ in everything
                 if path.rpartition(b"/")[2] == b"script.py.mako"}
    for path, blob in everything:
        if is_migration(path, (), folders):
            files.add((shown(path), blob))
        elif is_migration(path, templates, folders):
            beside.add((path, blob))
    return files | set(in_commits_with_template(repository, revisions, beside))


def in_commits_with_template(repository, revisions, candidates):
    """Of files in folders that ever held script.py.mako, those in a commit in which it does."""
    by_folder = collections.defaultdict(set)
    for path, blob in candidates:
        by_folder[path.rpartition(b"/")[0]].add((path, blob))
    for folder, files in by_folder.items():
        left, seen = set(files), set()
        prefix = folder + b"/" if folder else b""
        where = ["--", folder.decode("utf-8", "surrogateescape")] if folder else []
        for commit in git(repository, "log", *revisions, "-m", "--format=%H", "--full-history",
                          *where).split():
            if commit in seen or not left:
                continue
            seen.add(commit)
            entries = {}
            for line in git(repository, "ls-tree", "-z", commit.decode(),
                            prefix.decode("utf-8", "surrogateescape") or ".").split(b"\0"):
                if line.startswith(b"100"):
                    meta, path = line.split(b"\t", 1)
                    entries[path] = meta.split(b" ")[2].decode()
            if prefix + b"script.py.mako" in entries:
                found = {item for item in left if entries.get(item[0]) == item[1]}
                left -= found
                for path, blob in found:
                    yield shown(path), blob


def compare_sets(repository, arguments=("--all-refs",), revisions=None, folders=()):
    """Those that only git, and those that only the walk has."""
    more = [word for folder in folders for word in ("--folder", shown(folder))]
    files, skips, counts = listed(repository, *arguments, *more)
    expected = expected_set(repository, revisions or ALL, set(folders))
    return expected - set(files), set(files) - expected, files, skips, counts


# ---- who brought and removed it, worked out slowly --------------------------------------------------


class Slow:
    """The definition in corpus/walk_trace.h, over whole trees."""

    def __init__(self, repository, tips):
        self.parents, self.time, self.trees = {}, {}, {}
        out = git(repository, "log", *tips, "--format=%H %ct %P").decode()
        for line in out.splitlines():
            commit, time, *parents = line.split()
            self.parents[commit], self.time[commit] = parents, int(time)
        for commit in self.parents:
            files = [(path, meta.split(b" ")[2].decode()) for meta, _, path in
                     (line.partition(b"\t") for line in
                      git(repository, "ls-tree", "-r", "-z", commit).split(b"\0"))
                     if meta.startswith(b"100")]
            templates = {path.rpartition(b"/")[0] for path, _ in files
                         if path.rpartition(b"/")[2] == b"script.py.mako"}
            self.trees[commit] = {(shown(path), blob) for path, blob in files
                                  if is_migration(path, templates, ())}
        self.tips = git(repository, "rev-list", "--no-walk", *tips).decode().split()

    def order(self):
        children, open_ = collections.defaultdict(list), {}
        for commit, parents in self.parents.items():
            open_[commit] = len(parents)
            for parent in parents:
                children[parent].append(commit)
        heap = [(self.time[c], c) for c, count in open_.items() if not count]
        heapq.heapify(heap)
        while heap:
            commit = heapq.heappop(heap)[1]
            yield commit
            for child in children[commit]:
                open_[child] -= 1
                if not open_[child]:
                    heapq.heappush(heap, (self.time[child], child))

    def attributes(self):
        introduced, removed, by_merge = {}, {}, {}
        for commit in self.order():
            before = [self.trees[parent] for parent in self.parents[commit]]
            for item in self.trees[commit].difference(*before):
                introduced.setdefault(item, commit)
            for item in set().union(*before) - self.trees[commit]:
                by_merge[item] = commit
                if all(item in tree for tree in before):
                    removed[item] = commit
        at_tip = set().union(*(self.trees[tip] for tip in self.tips))
        return {item: (commit, "?" if item in at_tip else removed.get(item, by_merge.get(item)))
                for item, commit in introduced.items()}


# ---- a generator of histories ------------------------------------------------------------------------


FOLDERS = ["app/versions", "app/versions/sub", "db/mig", "db", "lib/a/b", "versions", "x/versions/y"]
NAMES = ["one.py", "two.py", "env.py", "setup.py", "notes.txt", "script.py.mako", "__init__.py",
         "tox.ini", "versions", "b\\303\\244r.py"]


class Generator:
    """A repository as fast-import text: branches, merges, octopuses, odd dates, tags."""

    def __init__(self, seed, commits):
        self.random = random.Random(seed)
        self.out, self.commits, self.trees = [], [], {}
        for number in range(1, commits + 1):
            self.commit(number)
        for number in self.random.sample(self.commits, min(6, len(self.commits))):
            self.out.append(f"reset refs/heads/b{number}\nfrom :{number}\n\n")
        number = self.random.choice(self.commits)
        self.out.append(f"tag t{number}\nfrom :{number}\ntagger T <t@t> 1 +0000\ndata 1\nt\n")
        number = self.random.choice(self.commits)
        self.out.append(f"reset refs/pull/7/head\nfrom :{number}\n\n")

    def parents(self, number):
        r = self.random
        if number == 1 or r.random() < 0.03:
            return []
        recent = self.commits[-12:]
        count = r.choice([1] * 8 + [2] * 4 + [5])
        return r.sample(recent, min(count, len(recent)))

    def commit(self, number):
        r = self.random
        parents = self.parents(number)
        tree = dict(self.trees[parents[0]]) if parents else {}
        changes = [self.change(tree) for _ in range(r.choice([0, 1, 1, 2, 5]))]
        if len(parents) > 1 and r.random() < 0.7:
            changes += self.take(tree, self.trees[r.choice(parents[1:])])
        time = r.choice([1700000000 + number * 60, 1700000000, 4102444800, r.randrange(1 << 31)])
        self.out.append(f"commit refs/heads/main\nmark :{number}\n"
                        f"author A <a@a> {time // 2} +0100\ncommitter C <c@c> {time} -0330\n"
                        "data 2\nm\n\n")
        if not parents and number > 1:
            # a root of its own
            self.out[-1] = "reset refs/heads/main\n\n" + self.out[-1]
        for i, parent in enumerate(parents):
            self.out.append(f"{'merge' if i else 'from'} :{parent}\n")
        self.out += changes
        self.out.append("\n")
        self.commits.append(number)
        self.trees[number] = tree

    def change(self, tree):
        r = self.random
        roll = r.random()
        if tree and roll < 0.25:
            path = r.choice(sorted(tree))
            del tree[path]
            return f'D "{path}"\n'
        if tree and roll < 0.32:
            folder = r.choice(sorted(tree)).rpartition("/")[0]
            for path in [p for p in tree if folder and p.startswith(folder + "/")]:
                del tree[path]
            return f'D "{folder}"\n' if folder else ""
        if tree and roll < 0.38:
            path = r.choice(sorted(tree))
            other = r.choice(FOLDERS) + "/" + r.choice(NAMES)
            if self.clashes(tree, other):
                return ""
            tree[other] = tree[path]
            return self.modify(other, tree[path])
        path = r.choice(FOLDERS + [""]) + "/" + r.choice(NAMES)
        path = path.lstrip("/")
        if self.clashes(tree, path):
            return ""
        tree[path] = (r.choice(["100644"] * 8 + ["100755", "120000"]), r.randrange(12))
        return self.modify(path, tree[path])

    @staticmethod
    def clashes(tree, path):
        return any(p.startswith(path + "/") or path.startswith(p + "/") for p in tree)

    @staticmethod
    def modify(path, file):
        mode, content = file
        return f'M {mode} inline "{path}"\ndata 3\n{content:03}\n'

    def take(self, tree, other):
        out = []
        for path, file in sorted(other.items()):
            if self.random.random() < 0.5 and not self.clashes(tree, path):
                tree[path] = file
                out.append(self.modify(path, file))
        return out

    def text(self):
        return "".join(self.out).encode()


class History(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="tidemark-history-"))

    def tearDown(self):
        shutil.rmtree(self.folder)

    def make(self, name, text):
        repository = self.folder / name
        git(self.folder, "init", "-q", "--bare", "-b", "main", str(repository))
        git(repository, "fast-import", "--quiet", "--force", stdin=text)
        return repository

    def check(self, repository, slow=True):
        missing, more, files, skips, _ = compare_sets(repository)
        self.assertEqual((missing, more), (set(), set()))
        if slow:
            attributes = Slow(repository, ALL).attributes()
            for item, fields in files.items():
                self.assertEqual((fields[0], fields[3]), attributes[item], item)
        return files, skips

    def test_generated(self):
        for seed in range(40):
            with self.subTest(seed=seed):
                repository = self.make(f"r{seed}", Generator(seed, 10 + seed * 2).text())
                loose, _ = self.check(repository)
                git(repository, "repack", "-qad")
                git(repository, "pack-refs", "--all")
                packed, _ = self.check(repository, slow=False)
                self.assertEqual(loose, packed)
                for ref in ("main", "HEAD"):
                    missing, more, *_ = compare_sets(repository, (), [ref])
                    self.assertEqual((missing, more), (set(), set()))

    def test_large_generated(self):
        self.check(self.make("large", Generator(4711, 600).text()))

    def test_folders_that_were_learnt(self):
        repository = self.make("learnt", Generator(3, 60).text())
        missing, more, files, *_ = compare_sets(repository, folders=(b"lib/a/b", b"db"))
        self.assertEqual((missing, more), (set(), set()))
        self.assertTrue(any(path.startswith("lib/a/b/") for path, _ in files))

    def test_a_configuration_names_folders(self):
        config = "[alembic]\nscript_location = new\nversion_locations = %(here)s/../old\n"
        text = ("commit refs/heads/main\nmark :1\ncommitter A <a@a> 10 +0000\ndata 1\nm\n"
                "M 100644 inline old/a.py\ndata 1\na\nM 100644 inline old/sub/b.py\ndata 1\nb\n"
                "commit refs/heads/main\nmark :2\ncommitter A <a@a> 20 +0000\ndata 1\nm\nfrom :1\n"
                f"M 100644 inline conf/alembic.ini\ndata {len(config)}\n{config}\n"
                "commit refs/heads/main\nmark :3\ncommitter A <a@a> 30 +0000\ndata 1\nm\nfrom :2\n"
                "D conf\nD old/a.py\n")
        files, skips, _ = listed(self.make("named", text.encode()))
        self.assertEqual(skips, [])
        self.assertEqual([(path, f[1], f[4]) for (path, _), f in files.items()],
                         [("old/a.py", "10", "-")])

    def test_replaced_and_grafted(self):
        repository = self.make("replaced", Generator(5, 30).text())
        before = listed(repository, "--all-refs")
        head = git(repository, "rev-parse", "main").decode().strip()
        first = git(repository, "rev-list", "--max-parents=0", "main").decode().split()[0]
        subprocess.run(["git", "replace", head, first], cwd=repository, check=True,
                       env={k: v for k, v in ENV.items() if k != "GIT_NO_REPLACE_OBJECTS"})
        (repository / "info").mkdir(exist_ok=True)
        (repository / "info" / "grafts").write_text(head + "\n")
        self.assertEqual(listed(repository, "--all-refs"), before)

    def test_shallow(self):
        text = "".join(f"commit refs/heads/main\ncommitter A <a@a> {i} +0000\ndata 1\nm\n"
                       f"M 100644 inline versions/{i}.py\ndata 1\n{i}\n" for i in range(6))
        whole = self.make("whole", text.encode())
        git(self.folder, "clone", "-q", "--bare", "--depth=3", f"file://{whole}", "shallow")
        files, skips, counts = listed(self.folder / "shallow")
        self.assertGreater(counts["missing"], 0)
        self.assertEqual([skip[0] for skip in skips], ["missing-object"])
        self.assertEqual(set(files), expected_set(self.folder / "shallow", ["HEAD"]))
        self.assertEqual([fields[0] == "?" for fields in files.values()], [True] * 4 + [False] * 2)

    def test_clones_that_borrow_or_lack(self):
        whole = self.make("whole", Generator(9, 60).text())
        git(whole, "repack", "-qad")
        git(whole, "config", "uploadpack.allowFilter", "true")
        files = listed(whole)[0]
        git(self.folder, "clone", "-q", "--bare", "--filter=blob:none", f"file://{whole}", "lacking")
        self.assertEqual(listed(self.folder / "lacking")[0], files)
        git(self.folder, "clone", "-q", "--bare", "--shared", str(whole), "borrowing")
        self.assertEqual(listed(self.folder / "borrowing")[0], files)
        git(whole, "repack", "-qd")
        git(whole, "multi-pack-index", "write")
        git(whole, "commit-graph", "write", "--reachable")
        self.assertEqual(listed(whole)[0], files)

    def test_a_tree_that_is_not_there(self):
        text = ("commit refs/heads/main\nmark :1\ncommitter A <a@a> 10 +0000\ndata 1\nm\n"
                "M 100644 inline a/versions/1.py\ndata 1\na\nM 100644 inline b/x.txt\ndata 1\nb\n"
                "commit refs/heads/main\nmark :2\ncommitter A <a@a> 20 +0000\ndata 1\nm\nfrom :1\n"
                "M 100644 inline a/versions/2.py\ndata 1\nb\n"
                "commit refs/heads/main\nmark :3\ncommitter A <a@a> 30 +0000\ndata 1\nm\nfrom :2\n"
                "D a/versions/1.py\n")
        repository = self.make("lost", text.encode())
        lost = git(repository, "rev-parse", "main~1:a/versions").decode().strip()
        self.unpack(repository)
        (repository / "objects" / lost[:2] / lost[2:]).unlink()
        files, skips, _ = listed(repository)
        self.assertEqual([(reason, path) for reason, path, _ in skips],
                         [("missing-object", "a/versions")])
        # what came while nobody could look is not said to have come, or gone, then
        self.assertEqual({path: (f[0] != "?", f[3] != "?") for (path, _), f in files.items()},
                         {"a/versions/1.py": (True, False), "a/versions/2.py": (False, False)})

    def unpack(self, repository):
        for pack in (repository / "objects" / "pack").glob("*.pack"):
            moved = self.folder / pack.name
            pack.rename(moved)
            pack.with_suffix(".idx").unlink()
            git(repository, "unpack-objects", "-q", stdin=moved.read_bytes())


def compare(words):
    """By hand: a line for each repository; --folder FOLDER: one that a configuration names."""
    failed, folders = 0, set()
    while words[:1] == ["--folder"]:
        folders.add(words[1].encode())
        words = words[2:]
    for repository in words:
        missing, more, files, skips, counts = compare_sets(repository, folders=folders)
        failed += bool(missing or more)
        print(f"{repository}: {len(files)} files, {len(missing)} only git, {len(more)} only walk, "
              f"{len(skips)} skips, {counts}", *sorted(missing)[:3], *sorted(more)[:3], flush=True)
    return failed


if __name__ == "__main__":
    if sys.argv[1:2] == ["compare"]:
        sys.exit(compare(sys.argv[2:]))
    unittest.main()
