"""The revision graph of a folder of migrations, as the replay oracle walks it."""
import os

from alembic.script.revision import Revision, RevisionMap


def environment_of(root, path):
    """The folder that a migration's env.py stands in; without one, the folder above its own."""
    folder = os.path.dirname(path)
    above = folder
    while True:
        if os.path.exists(os.path.join(root, above, "env.py")):
            return above
        if not above:
            return os.path.dirname(folder)
        above = os.path.dirname(above)


class Step:
    def __init__(self, path, described):
        self.path = path
        self.failed = described.get("failed")
        self.revision = described.get("revision")
        self.down = described.get("parents", [])
        self.depends = described.get("depends", [])
        self.labels = described.get("labels", [])
        self.has_downgrade = described.get("has_downgrade", False)
        self.above, self.missing = [], []  # steps; revisions that are not here
        self.children = []
        self.ancestors = frozenset()  # paths, without its own


def resolve(step, name, known):
    """The step that a parent names: by its whole id, a label, or the beginning of an id."""
    if name in known:
        return known[name]
    found = [one for one in known.values() if name.partition("@")[0] in one.labels]
    if not found and len(name) >= 4:
        found = [one for revision, one in known.items() if revision.startswith(name)]
    return found[0] if len(found) == 1 and found[0] is not step else None


def alembic_order(known):
    """Places of the revisions in the order in which Alembic upgrades; {} where it cannot load the graph."""
    try:
        revisions = [Revision(step.revision, tuple(step.down) or None, dependencies=tuple(step.depends) or None,
                              branch_labels=tuple(step.labels) or None) for step in known.values()]  # fmt: skip
        order = RevisionMap(lambda: iter(revisions)).iterate_revisions("heads", "base", implicit_base=True)
        found = [revision.revision for revision in order]
        return {revision: len(found) - at for at, revision in enumerate(found)}
    except Exception:
        return {}


def link(steps):
    """The steps of one environment, parents first; what cannot be placed has `failed`."""
    known = {}
    for step in steps:
        if step.failed is None:
            if step.revision in known:
                step.failed = f"its revision is also that of {known[step.revision].path}"
            else:
                known[step.revision] = step
    for step in known.values():
        for name in step.down + step.depends:
            above = resolve(step, name, known)
            if above is None:
                step.missing.append(name)
            elif above not in step.above:
                step.above.append(above)
                above.children.append(step)
    places = alembic_order(known)
    waiting = sorted(known.values(), key=lambda step: (places.get(step.revision, 0), step.path))
    order, done = [], set()
    while waiting:
        ready = next((step for step in waiting if all(above.path in done for above in step.above)), None)
        if ready is None:
            for step in waiting:
                step.failed = "it is in or behind a cycle"
            break
        waiting.remove(ready)
        done.add(ready.path)
        ready.ancestors = frozenset().union(*({above.path} | above.ancestors for above in ready.above))
        order.append(ready)
    return order
