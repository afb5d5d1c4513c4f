NAME = "first"
SEEN = NAME
NAME = "second"
LATER = NAME


def late():
    return NAME


if True:
    TABLES = ("x", "y")
else:
    TABLES = ()
TABLES += ("z",)

try:
    import nowhere
except ImportError:
    nowhere = None

pick = {"a": "p"}
pick["b"] = "q"
NAME = "third"
