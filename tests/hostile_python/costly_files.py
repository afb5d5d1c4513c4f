"""Python files in which a few cheap steps ask for much work: each once took seconds to minutes.

What is evaluated is little; what is looked at, compared, searched or copied on the way is not.
"""
from hostile_forms import at_module_level, migration


def loop(before, *statements, module=""):
    """Statements that run a million times, unless somebody counts."""
    return migration(before + "\nfor i in range(1000):\n for j in range(1000):\n"
                     + "\n".join("  " + s for s in statements), module)


def many(count, form):
    return ",".join(form.format(i) for i in range(count))


def comparisons():
    yield "contains_lists", loop("x = [1] * 1990\nl = [[x]] * 60000\ny = [[1] * 1990]", "y in l")
    yield "contains_text", loop("x = 'ab' * 125000\ny = 'ab' * 60000 + 'b'", "y in x")
    yield "equal_texts", loop("x = 'a' * 250000\ny = 'a' * 250000", "x == y", "x.startswith(y)")
    yield "keys_large", loop("k = (1,) * 1900\nd = {}", "d[k + (j,)] = 1")
    yield "set_growing", loop("s = set()\nk = (1,) * 1900", "s.add(k + (i, j))")
    yield "sorted_texts", loop("x = 'a' * 250000\nl = [x + 'a', x + 'b', x + 'c'] * 20000",
                               "sorted(l)", "max(l)")
    yield "class_of_lists", loop("", "C.__members__", "for q in C: pass",
                                 module="x = [1] * 1990 + [u]\nclass C:\n" + "".join(
                                     f" a{i} = x\n" for i in range(5000)))
    yield "merged_names", migration(
        "for i in range(1000):\n if u:\n" + "".join(f"  a{k}=x\n" for k in range(3000)) + " else:\n"
        + "".join(f"  b{k}=x\n  a{k}=y\n" for k in range(3000)),
        "x = [1] * 1990\ny = [1] * 1990\n")


def texts():
    yield "length", loop("x = 'a' * 250000", "len(x)")
    yield "strip", loop("x = 'a' * 250000\ny = 'b' * 250000 + 'a'", "x.strip(y)")
    yield "format_nothing", loop("x = '{0}' * 80000\ny = ''", "x.format(y)")
    yield "format_keywords", loop("x = '{a}' * 80000\ny = ''",
                                  "x.format(" + many(1000, "k{}=y") + ", a=y)")
    yield "percent_keys", loop("x = '%(a)s' * 40000\nd = {" + many(9000, "'k{}': 1") + "}", "x % d")
    yield "join_nothing", loop("l = [''] * 60000", "''.join(l)")
    yield "adjacent_in_a_loop", loop("", "x = " + " ".join(["''"] * 60000))
    yield "white_space", loop("", "f'{x" + " " * 200_000 + "}'")
    yield "hole_of_lines", loop("x = u[{" + "\\\n" * 30_000 + "}]", "op.drop_table(x)")


def calls():
    yield "keywords_and_parameters", migration(
        "d = {'a': 1," + many(9000, "'k{}': 1") + "}\nfor i in range(1000): f(**d)",
        "def f(" + many(9000, "a{}=1") + "): pass\n")
    yield "positions_and_parameters", migration(
        "l = [1] * 60000\nfor i in range(1000): f(*l)", "def f(" + many(20_000, "a{}") + "): pass\n")
    yield "partial", migration(
        "import functools\nd = {" + many(9000, "'k{}': 1") + "}\ne = {" + many(9000, "'l{}': 1")
        + "}\nfor i in range(1000): functools.partial(u, **d)(**e)")
    yield "zip_many", loop("l = [1] * 60000", "zip(*[l] * 60000)", "list(enumerate(l))")
    yield "any_of_many", loop("l = [0] * 60000", "any(l)")
    yield "calls_doubled", migration("f0()", "".join(
        f"def f{i}():\n if u: f{i + 1}()\n else: f{i + 1}()\n f{i + 1}()\n" for i in range(14))
        + "def f14():\n" + "".join(f" a{i} = 1\n" for i in range(3000)))
    yield "columns_of_keywords", loop(
        "d = {" + many(9000, "'k{}': 1") + "}\nc = sa.Column('a', sa.Text, **d)\nl = [c] * 1000",
        "op.create_table('t', *l)")
    yield "primary_keys", loop(
        "k = sa.PrimaryKeyConstraint(*['a'] * 60)\nc = sa.Column('a', sa.Text)\n"
        "l = [c] * 5000 + [k] * 5000", "op.create_table('t', *l)")
    yield "objects", loop("l = [m.query(*[u] * 1000)] * 60000", "s.add_all(l)",
                          module="import m\nclass C: __tablename__ = 't'\n")
    yield "sql_of_operators", loop("", "op.execute('SELECT " + "1+" * 200 + "1')")


def conditions():
    yield "conditions_large", loop("x = f(*[u] * 2000)", "if x: pass", "x and op.f('a')")
    yield "conditions_of_texts", loop("s = 'a' * 250000\nx = f(*[s] * 1900)", "if x: pass")
    yield "conditions_doubled", loop(
        "d = op.get_bind().dialect.name in ['a' * 200000] * 60000\n" + "d = d and d\n" * 16,
        "if d: pass")
    yield "guards_in_a_chain", loop("", "if u: return", "op.drop_table('t')")


def statements():
    yield "deletions_in_a_loop", loop("", "del " + ", ".join(["a"] * 20_000))
    yield "globals_in_a_loop", loop("", "global " + many(20_000, "a{}"))
    yield "captures_in_a_loop", migration(
        "for i in range(1000):\n match u:\n  case " + "a, " * 60_000 + "a: pass")
    yield "handlers", migration("for i in range(1000):\n try: pass\n" + "".join(
        f" except A{k}: x{k} = 1\n" for k in range(8000)))
    yield "imports_of_a_long_name", at_module_level(
        "from " + "a." * 60_000 + "a import " + ",".join(["b"] * 20_000) + "\n")
    grow = "l = []\nfor i in range(1000):\n for j in range(1000): l = [l] * 1000\n"
    yield "memory_of_both_bodies", migration("global g\ng = 1\n" + grow, "g = 0\n" + grow).replace(
        b"def downgrade():\n", b"def downgrade():\n    " + grow.replace("\n", "\n    ").encode())


# Both bodies are beyond what is allowed: what they end with is not read, and said so.
LOST = {"memory_of_both_bodies"}
# The lexer reads the file again for each of its lines.
SKIPPED = {"hole_of_lines"}


def expected(name):
    return "lost" if name in LOST else "skipped" if name in SKIPPED else "opaque"


def costly_files():
    for part in (comparisons, texts, calls, conditions, statements):
        for name, content in part():
            yield name, content, expected(name)
