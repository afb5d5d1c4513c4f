"""Python files that mean to crash, hang or fill the memory of who evaluates them.

Each is (name, bytes, outcome), made on the fly: they are large and say little. The outcome is what
`tidemark dump` must say of the file:

    whole       it was read to the end: the downgrade's DROP TABLE is there
    opaque      the same, but the upgrade holds an opaque operation for what was not followed
    unparsable  a syntax error is reported
    skipped     the file is passed over, with a reason
"""
import random

from costly_files import costly_files
from hostile_forms import HEAD, TAIL, at_module_level, migration

MAX_BYTES = 256 * 1024


def padded(size):
    """A good migration of exactly that many bytes."""
    text = migration("op.drop_table('t')")
    return text + b"#" * (size - len(text) - 1) + b"\n"


def bytes_and_sizes():
    noise = random.Random(1)
    yield "empty_but_named", b"revision\n", "skipped"
    yield "random_bytes", b"revision" + noise.randbytes(200_000), "skipped"
    yield "nul_bytes", HEAD.encode() + b"\0" * 100_000, "unparsable"
    yield "one_nul", migration("op.drop_table('a\0b')"), "unparsable"
    yield "words", HEAD.encode() + b"foo bar ( " * 20_000, "skipped"
    for text in ("\\N{try:\n", "\\N{else:", "!yield ", "**with ", "1.except:\n", "'{", "?'"):
        yield (f"noise_{text.encode().hex()}", (HEAD + text * (250_000 // len(text))).encode(),
               "skipped")
    symbols = "()[]{}:,.=+*'\"\\#\n\t abc01@"
    yield ("random_symbols", (HEAD + "".join(noise.choices(symbols, k=200_000))).encode(),
           "skipped")
    yield ("a_few_random_symbols", (HEAD + "".join(noise.choices(symbols, k=2_000))).encode(),
           "unparsable")
    yield "exactly_the_limit", padded(MAX_BYTES), "whole"
    yield "one_byte_more", padded(MAX_BYTES + 1), "skipped"
    yield "three_megabytes", padded(3_000_000), "skipped"
    yield "one_line", at_module_level("x = 1; " * 30_000), "whole"
    yield "blank_lines", at_module_level("\n" * 200_000), "whole"
    yield "carriage_returns", at_module_level("\r" * 100_000), "whole"
    yield "bidirectional", at_module_level("x = 1  # \u202e\u2066\n" * 10_000), "whole"
    yield "comment_lines_1k", at_module_level("# a line\n" * 1_000), "whole"
    yield "comment_lines_100k", at_module_level("#\n" * 100_000), "skipped"
    yield "comment_lines_in_blocks", at_module_level(("#\n" * 3_000 + "x = 1\n") * 25), \
        "skipped"


def nesting():
    for count in (66_000, 65_534):
        yield f"brackets_{count}", HEAD.encode() + b"x = " + b"[" * count, "unparsable"
    yield "parens_100k", (HEAD + "x = " + "(" * 100_000 + ")" * 100_000).encode(), "skipped"
    yield "parens_1m", HEAD.encode() + b"(" * 1_000_000, "skipped"
    yield "parens_150", at_module_level("x = " + "(" * 150 + "1" + ")" * 150), "whole"
    yield "calls_400", migration("f" + "(f" * 400 + ")" * 400), "opaque"
    indent = "".join(" " * i + "if x:\n" for i in range(400)) + " " * 400 + "op.drop_table('t')"
    yield "ifs_400", migration(indent), "opaque"
    yield "ifs_700", at_module_level("".join(" " * i + "if x:\n" for i in range(700))
                                     + " " * 700 + "pass\n"), "skipped"
    yield "loops_90", migration("".join(" " * i + f"for a{i} in x{i}:\n" for i in range(90))
                                + " " * 90 + "op.drop_table('t')"), "whole"
    yield "tries_150", migration("".join(" " * i + "try:\n" for i in range(150)) + " " * 150
                                 + "pass\n" + "".join(
                                     " " * i + "except E: pass\n" for i in reversed(range(150)))
                                 ), "whole"
    yield "functions_150", migration("".join(" " * i + "def f():\n" for i in range(150))
                                     + " " * 150 + "pass"), "whole"
    yield "lambdas_190", migration("x = " + "lambda: " * 190 + "1\nx" + "()" * 190), "whole"
    yield "classes_150", at_module_level("".join(" " * i + "class C:\n" for i in range(150))
                                         + " " * 150 + "pass\n"), "whole"
    yield "dicts_180", at_module_level("x = " + "{1: " * 180 + "2" + "}" * 180), "whole"
    yield "ternaries_180", at_module_level("x = " + "1 if a else " * 180 + "2"), "whole"
    yield "fstrings_30", at_module_level("x = " + 'f"{' * 30 + "1" + '}"' * 30), "whole"
    yield "fstrings_400", at_module_level("x = " + 'f"{' * 400 + "1" + '}"' * 400), \
        "unparsable"
    yield "fstring_100k", migration("op.drop_table(f'" + "{x}" * 60_000 + "')"), "whole"
    yield "nots", at_module_level("x = " + "not " * 30_000 + "1"), "skipped"
    yield "minuses", at_module_level("x = " + "-" * 100_000 + "1"), "skipped"


def chains():
    yield "attributes_50k", migration("x" + ".a" * 50_000), "skipped"
    yield "attributes_900", migration("op" + ".a" * 900), "opaque"
    yield "subscripts_50k", migration("x" + "[0]" * 50_000), "skipped"
    yield "calls_50k", migration("x" + "()" * 50_000), "skipped"
    yield "methods_190", migration("x" + ".a()" * 95), "opaque"
    yield "additions_50k", at_module_level("x = 1" + " + 1" * 50_000), "skipped"
    yield "additions_190", at_module_level("x = 1" + " + 1" * 190), "whole"
    yield "concatenations_30k", migration("op.drop_table('a'" + " + 'a'" * 30_000 + ")"), "skipped"
    yield "concatenations_190", migration("op.drop_table('a'" + " + 'a'" * 190 + ")"), "whole"
    yield "adjacent_strings_50k", migration("op.drop_table('a'" + " 'a'" * 50_000 + ")"), "whole"
    yield "ands_30k", at_module_level("x = a" + " and a" * 30_000), "skipped"
    yield "comparisons_50k", at_module_level("x = a" + " < a" * 50_000), "opaque"
    yield "elifs_10k", migration("if a0: op.drop_table('t')\n" + "".join(
        f"elif a{i}: op.drop_table('t')\n" for i in range(1, 7_000))), "opaque"
    yield "cases_5k", migration("match a:\n" + "".join(
        f" case {i}: op.drop_table('t')\n" for i in range(5_000))), "opaque"
    yield "assignments_10k", at_module_level("a = " * 10_000 + "1"), "skipped"
    yield "decorators_20k", at_module_level("@a\n" * 20_000 + "def f(): pass\n"), "whole"
    yield "with_10k", migration("with " + ", ".join(["a"] * 10_000) + ": op.drop_table('t')"), \
        "whole"
    yield "deletions_30k", migration("del " + ", ".join(["a"] * 30_000)), "whole"


def growth():
    double = "\n".join(["a = a + a"] * 60)
    yield "strings_doubled", migration(f"a = 'x'\n{double}\nop.drop_table(a)"), "whole"
    yield "lists_doubled", migration(f"a = [1]\n{double}\nfor x in a: op.drop_table(x)"), "whole"
    yield "tuples_doubled", migration(f"a = (1,)\n{double}\nop.drop_table(a)"), "whole"
    shared = "\n".join(["x = [x, x]"] * 100)
    yield "lists_shared", migration(
        f"x = 1\n{shared}\nif x == [1]: op.drop_table('t')\nop.drop_table(x.value)\n"
        "if x in [x]: pass\nop.alter_column('t', 'c', server_default=x)\n{x: 1}\n"), "whole"
    shared = "\n".join(["x = {'a': x, 'b': x}"] * 100)
    yield "dicts_shared", migration(f"x = 1\n{shared}\nif x == 1: pass\nop.drop_table(x)"), "whole"
    shared = "\n".join(["x = Array(x, x, x, x, x, x, x, x)"] * 40)
    yield "types_shared", migration(
        "from m import Array\nx = 1\n" + shared + "\nop.add_column('t', sa.Column('c', x))"), \
        "whole"
    shared = "\n".join(["x = f'{x}{x}'", "x = '%s%s' % (x, x)", "x = '{}{}'.format(x, x)",
                        "x = ''.join([x, x])", "x = x.replace('a', 'aa')"] * 12)
    yield "formats_doubled", migration(f"x = 'a'\n{shared}\nop.drop_table(x)"), "whole"
    yield "repeated", migration("x = 'a' * 10 ** 9\ny = [1] * 10 ** 9\nz = 2 ** 10 ** 9\n"
                                "op.drop_table(x)\nfor i in y: op.drop_table(i)"), "whole"
    yield "replace_and_split", migration(
        "x = 'a' * 200000\nfor i in range(1000):\n y = x.replace('a', 'bb').split('b')\n"
        " z = x.upper()"), "opaque"
    yield "padding", migration("x = f'{1:>1000000000}' + '%1000000000d' % 1"), "whole"
    yield "open_formats", migration("'" + "%(" * 100_000 + "' % {}\n'" + "{" * 20_001
                                    + "'.format(1)"), "whole"
    yield "dict_growing", migration("d = {}\nfor i in range(1000):\n for j in range(1000):\n"
                                    "  d[i * 1000 + j] = 1"), "opaque"
    yield "list_growing", migration("l = []\nfor i in range(1000):\n for j in range(1000):\n"
                                    "  l.append(l)\n  l.extend(l)"), "opaque"
    yield "kwargs_growing", migration("d = {}\n" + "\n".join(
        f"d = dict(d, k{i}=d)" for i in range(3_000)) + "\nf(**d)"), "opaque"


def work():
    yield "range_huge", migration("for i in range(10 ** 18): op.drop_table('t')"), "whole"
    yield "ranges_nested", migration("".join(
        " " * i + f"for a{i} in range(1000):\n" for i in range(5))
        + "     op.drop_table('t')"), "opaque"
    yield "comprehension_nested", migration(
        "[op.drop_table('t') for a in range(1000) for b in range(1000) for c in range(1000)]"), \
        "opaque"
    yield "while_true", migration("while True: op.drop_table('t')"), "whole"
    yield "while_counting", migration("i = 0\nwhile i < 10 ** 9:\n i += 1\n op.drop_table('t')"), \
        "whole"
    yield "zips", migration("a = {i: i for i in range(1000)}\nfor i in range(1000):\n"
                            " zip(a, a, a, a)\n sorted(a)\n a in [a]"), "opaque"
    yield "recursion", migration("f(1)", "def f(n):\n    return f(n - 1) + f(n - 2)\n"), "opaque"
    yield "mutual_recursion", migration(
        "f(1)", "def f(n):\n    g(n)\n    g(n)\ndef g(n):\n    f(n)\n    f(n)\n"), "opaque"
    yield "calls_exponential", migration("f0()", "".join(
        f"def f{i}():\n" + f"    f{i + 1}()\n" * 30 for i in range(15)) + "def f15(): pass\n"), \
        "opaque"
    yield "operations_30k", migration("for i in range(1000):\n" + "\n".join(
        [" op.drop_table('t')"] * 30)), "opaque"
    yield "names_huge", migration("x = 'a' * 250000\nfor i in range(1000):\n"
                                  " op.drop_table(x)\n op.execute('DROP TABLE ' + x)"), "opaque"
    yield "defaults_huge", migration(
        "x = 'a' * 250000\nc = [sa.Column('a', sa.Text, server_default=x)] * 200\n"
        "for i in range(100): op.create_table('t', *c)"), "skipped"
    yield "sql_in_a_loop", migration(
        "x = 'SELECT ' + '1 + ' * 15000 + '1'\nfor i in range(1000): op.execute(x)"), "opaque"
    yield "guards_and_returns", migration("\n".join(
        f"if a{i}: return\nop.drop_table('t')" for i in range(4_000))), "whole"
    yield "guards_side_by_side", migration("\n".join(
        f"if a{i}: x{i} = 1" for i in range(8_000))), "opaque"
    yield "loops_over_long_bodies", migration(
        "for i in range(1000):\n for j in range(1000):\n  while u:\n   break\n"
        + "   x = 1\n" * 15_000), "opaque"


def many_things():
    yield "globals_30k", at_module_level("\n".join(f"a{i}=1" for i in range(20_000)) + "\n"
                                         + "\n".join(f"a{i}" for i in range(10_000))), "whole"
    yield "functions_10k", at_module_level("\n".join(f"def f{i}(): 0" for i in range(10_000))
                                           + "\n"), "whole"
    yield "imports_10k", at_module_level("\n".join(f"import a{i}" for i in range(15_000))
                                         + "\n"), "whole"
    yield "wildcards", at_module_level("from a import *\n" * 7_000 + "x\n" * 50_000), "whole"
    yield "global_names", migration("global " + ", ".join(f"a{i}" for i in range(10_000)) + "\n"
                                    + "\n".join(f"a{i}=1" for i in range(10_000))), "whole"
    yield "bases", migration(
        "op.drop_table(C9.x)\nC9().y()", "class C0: pass\n" + "".join(
            f"class C{i + 1}(" + ", ".join([f"C{i}"] * 200) + "): pass\n" for i in range(9))), \
        "opaque"
    yield "data_at_module_level", at_module_level("x = [" + "(1, 'a'), " * 20_000 + "]\n"), \
        "whole"
    yield "too_much_at_module_level", at_module_level(
        "for a in range(1000):\n    for b in range(1000):\n        x = a\n"), "opaque"
    yield "columns_5k", migration("op.create_table('t', " + ", ".join(
        f"sa.Column('c{i}', sa.Integer)" for i in range(5_000)) + ")"), "whole"
    yield "comments_of_codes", at_module_level("x = 1  # noqa: " + "MRT201, " * 25_000), "whole"
    yield "comments_20k", at_module_level("x = 1  # tidemark: allow a -- b\n" * 7_000), "whole"
    yield "hashes", at_module_level("x = 1  " + "#" * 200_000 + "\n"), "whole"
    yield "dialect_words", at_module_level("# " + "mysql, postgresql, " * 10_000 + "\n"), "whole"
    yield "labels_10k", migration("sa.Enum(" + ", ".join(
        f"'l{i}'" for i in range(10_000)) + ", name='e').create(op.get_bind())"), "whole"
    yield "parents_30k", (HEAD + "down_revision = (" + "'a', " * 30_000 + ")\n"
                          + "def upgrade(): pass\n" + TAIL).encode(), "whole"
    yield "dotted_revision", (HEAD + "revision = 'r' * 200000\ndef upgrade(): pass\n"
                              + TAIL).encode(), "whole"


def hostile_files():
    for part in (bytes_and_sizes, nesting, chains, growth, work, many_things, costly_files):
        yield from part()
