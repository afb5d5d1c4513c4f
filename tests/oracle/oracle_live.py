"""Runs what wants a bind on throw-away databases, each body where it stands in its chain."""
import contextlib
import os

import oracle_nothing
import oracle_run
from replay_chain import Step, link


class Walk:
    """Gives each step a database to which exactly its ancestors have been applied, as far as they run."""

    def __init__(self, databases, steps, upgrade):
        self.databases, self.steps, self.upgrade = databases, steps, upgrade
        self.at = {}  # path → (database, paths applied)
        self.waiting = {path: len(step.children) for path, step in steps.items()}

    def before(self, step):
        usable = [(len(applied), path) for path, (_, applied) in self.at.items() if applied <= step.ancestors]
        if usable:
            source = max(usable)[1]
            name, applied = self.at[source]
            if self.steps[source] in step.above and self.waiting[source] == 1 and applied == step.ancestors:
                del self.at[source]  # nobody else needs it
            else:
                name = self.databases.copy(name)
        else:
            name, applied = self.databases.create(), frozenset()
        for path in self.steps:
            if path in step.ancestors and path not in applied:
                self.upgrade(self.steps[path], name)
        return name

    def done(self, step, name):
        self.at[step.path] = (name, step.ancestors | {step.path})
        for above in step.above:
            self.waiting[above.path] -= 1
            if not self.waiting[above.path] and above.path in self.at:
                self.databases.drop(self.at.pop(above.path)[0])

    def end(self):
        for name, _ in self.at.values():
            self.databases.drop(name)
        self.at.clear()


class Live:
    """The runs on one dialect of the files of an environment that want a bind."""

    def __init__(self, root, dialect, databases):
        self.root, self.dialect, self.databases = root, dialect, databases
        self.result = {}

    def keep(self, path, body, mode, run):
        self.result.setdefault(path, {}).setdefault(body, {})[mode] = run
        return "failed" not in run

    def attempt(self, path, body, connect):
        return oracle_run.in_child(lambda: oracle_run.attempt(os.path.join(self.root, path), body, self.dialect, connect))

    def without_rows(self, path, body, name):
        """On the schema that is there now; failing that, on none."""
        if name is not None:
            with self.databases.engine(name).connect() as seen:
                engine = oracle_nothing.engine(self.dialect, seen)
                if self.keep(path, body, "mirror", self.attempt(path, body, engine.connect)):
                    return
        self.keep(path, body, "nothing", self.attempt(path, body, oracle_nothing.engine(self.dialect).connect))

    def upgrade(self, step, name):
        return self.attempt(step.path, "upgrade", self.databases.engine(name).connect)

    @contextlib.contextmanager
    def put_back(self, name):
        """Leaves the database as it was."""
        saved = self.databases.save(name)
        try:
            yield
        finally:
            self.databases.restore(name, saved)

    def run_step(self, step, name, wanted):
        if "upgrade" in wanted:
            saved = self.databases.save(name)
            if self.keep(step.path, "upgrade", "online", self.upgrade(step, name)):
                self.databases.forget(saved)
            else:
                # Its statements are not taken back by every database.
                self.databases.restore(name, saved)
                self.without_rows(step.path, "upgrade", name)
        else:
            self.upgrade(step, name)
        if "downgrade" in wanted:
            with self.put_back(name):
                run = self.attempt(step.path, "downgrade", self.databases.engine(name).connect)
            if not self.keep(step.path, "downgrade", "online", run):
                self.without_rows(step.path, "downgrade", name)

    def run(self, files, wanted):
        """path → body → mode → run, for the bodies `wanted`: path → bodies."""
        steps = {step.path: step for step in link([Step(path, file) for path, file in sorted(files.items())])}
        if self.databases is not None:
            needed = {path for path in steps if wanted[path]}
            needed = needed.union(*(steps[path].ancestors for path in needed))
            walk = Walk(self.databases, {path: step for path, step in steps.items() if path in needed}, self.upgrade)
            for path, step in walk.steps.items():
                name = walk.before(step)
                self.run_step(step, name, wanted[path])
                walk.done(step, name)
            walk.end()
        for path, bodies in wanted.items():
            for body in bodies:
                if path in files and not self.result.get(path, {}).get(body):
                    self.without_rows(path, body, None)
        return self.result
