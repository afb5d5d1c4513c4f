"""Do two operations of the same kind say the same? Lists (attribute, "differs" or "unknown")."""
import re

HOLE = re.compile(r"\{[^{}]+\}")
# Their order and place tell which is which; neither side says more of them than that.
TOLERANT_KINDS = ("select", "commit", "raise", "autocommit_begin", "autocommit_end")


# ---- texts ------------------------------------------------------------------


# A random UUID is another one in each run. tidemark says that it is one, which is all there is to say.
MADE_UUID = re.compile(r"\{[^{}]*\buuid[14]\(\)[^{}]*\}")
UUID = re.compile(r"(?<![0-9a-f])[0-9a-f]{8}-[0-9a-f]{4}-[14][0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}(?![0-9a-f])")


def same_text(mine, other):
    """"" if equal, "unknown" if tidemark's holes account for all that differs, else "differs"."""
    mine, other = mine or "", other or ""
    if MADE_UUID.search(mine):
        mine, other = MADE_UUID.sub("(a UUID)", mine), UUID.sub("(a UUID)", other)
    if mine == other:
        return ""
    if not HOLE.search(mine):
        return "differs"
    pattern = "".join(".*" if HOLE.fullmatch(part) else re.escape(part)
                      for part in re.split(r"(\{[^{}]+\})", mine))  # fmt: skip
    if not re.fullmatch(pattern, other, re.DOTALL):
        return "differs"
    # A stub of a module that is not here is as unknown to the oracle as it is to tidemark.
    if HOLE.search(other) and len(HOLE.findall(other)) == len(HOLE.findall(mine)):
        if last_names(mine) == last_names(other):
            return ""
    return "unknown"


def last_names(text):
    return [re.sub(r"\W+$", "", hole).rpartition(".")[2].strip("{}") for hole in HOLE.findall(text)]


def folded(text):
    """SQL without what its parser does not see: the layout."""
    return re.sub(r"\s+", " ", re.sub(r"--[^\n]*|/\*.*?\*/", " ", text or "", flags=re.DOTALL)).strip(" ;")


class Differences(list):
    def text(self, attribute, mine, other):
        how = same_text(mine, other)
        if how:
            self.append((attribute, how))

    def value(self, attribute, mine, other):
        """A value of which tidemark may say null, "not known"."""
        if mine != other:
            self.append((attribute, "unknown" if mine is None else "differs"))


# ---- types ------------------------------------------------------------------


def split_arguments(text):
    """Arguments of "a, 'b, c', d(e, f)"."""
    parts, depth, quote = [""], 0, ""
    for at, character in enumerate(text):
        if quote:
            # Labels may hold quotes; one that ends an argument is followed by its end.
            if character == quote and (at + 1 == len(text) or text[at + 1] in ",)"):
                quote = ""
        elif character == "'" and not parts[-1].strip().rpartition("=")[2]:
            quote = character
        elif character in "([{":
            depth += 1
        elif character in ")]}":
            depth -= 1
        elif character == "," and not depth:
            parts.append("")
            continue
        parts[-1] += character
    return [part.strip() for part in parts if part.strip()]


PYTHON_ONLY = {"convert_unicode", "unicode_error", "_warn_on_bytestring", "pickler", "validate_strings"}


def parse_type(text):
    """"Name(a, key=b)" → name, positional, keywords, without what only Python sees of a type."""
    name, bracket, rest = text.partition("(")
    positional, keywords = [], {}
    for argument in split_arguments(rest[:-1]) if bracket else []:
        key = re.match(r"(\w+)=", argument)
        if key and key[1] in PYTHON_ONLY:
            continue
        if key:
            keywords[key[1]] = argument[key.end() :]
        else:
            positional.append(argument)
    return name, positional, keywords


def same_type(mine, other):
    """Compares tidemark's text of a type with the object that SQLAlchemy made."""
    if mine is None or other is None:
        return "" if mine is None and other is None else "differs" if mine else "unknown"
    if HOLE.fullmatch(mine):
        return "" if other.get("stub") and last_names(mine)[0] == other["name"] else "unknown"
    # To the database a type decorator is what it decorates, and tidemark may look through it.
    if other.get("decorates") and not same_type(mine, other["decorates"]):
        return ""
    name, positional, keywords = parse_type(mine)
    # "**{options}": tidemark says that it does not know which further keywords there are.
    unpacked = [one for one in positional if one.startswith("**{")]
    positional = [one for one in positional if one not in unpacked]
    if name != other["name"]:
        return "differs"
    if other.get("stub"):
        theirs_keywords = dict(other["arguments"])
        sizes = [theirs_keywords.pop(key) for key in ("length", "precision") if key in theirs_keywords]
        given, theirs = positional, other["positional"] or sizes  # tidemark writes sizes by position
    else:
        given, theirs = [], []
        theirs_keywords = {key: value for key, value in other["arguments"].items() if key != "labels"}
        if "labels" in other["arguments"]:
            given, theirs = positional, other["arguments"]["labels"]
        else:  # by position is by name: SQLAlchemy keeps no trace of which it was
            keywords = {**dict(zip(other["defaults"], positional)), **keywords}
        keywords = {key: value for key, value in keywords.items() if other["defaults"].get(key, "") != value}
    if unpacked:
        theirs_keywords = {key: value for key, value in theirs_keywords.items() if key in keywords}
    if len(given) != len(theirs) and "labels" in other.get("arguments", ()):
        # A label that is a hole stands for all that were unpacked there, none included.
        known = [label for label in given if not HOLE.fullmatch(label.strip("'"))]
        left = iter(theirs)
        in_order = len(known) < len(given) and all(label in left for label in known)
        return "unknown" if in_order and keywords == theirs_keywords else "differs"
    if len(given) != len(theirs) or keywords.keys() != theirs_keywords.keys():
        return "differs"
    return worst(["unknown" if unpacked else "", *(same_argument(a, b) for a, b in zip(given, theirs)),
                  *(same_argument(value, theirs_keywords[key]) for key, value in keywords.items())])  # fmt: skip


def same_argument(mine, other):
    if isinstance(other, dict):
        return same_type(mine, other)
    if other.startswith("{"):
        # Unknown to the oracle; tidemark may write the bare name of a constant, or quote its hole.
        mine = mine.strip("'")
        mine = mine if mine.startswith("{") else "{" + mine + "}"
    if re.fullmatch(r"[A-Za-z_][\w.]*", mine) and mine not in ("True", "False", "None") and other != mine:
        # The bare name of a constant of a module that tidemark has not got, and the oracle may have.
        return "unknown"
    return same_text(mine, other)


def worst(results):
    return "differs" if "differs" in results else "unknown" if "unknown" in results else ""


# ---- defaults and columns ---------------------------------------------------


def same_default(mine, other):
    if mine["kind"] == "unknown":
        return "" if other["kind"] == "unknown" else "unknown"
    if mine["kind"] != other["kind"]:
        return "unknown" if HOLE.search(mine["text"]) else "differs"
    if mine["kind"] in ("identity", "computed"):
        return ""  # tidemark keeps their source, and no reader of its ops looks inside
    return same_text(mine["text"], other["text"])


def compare_reference(differences, attribute, mine, other):
    if not mine or not other:
        if mine or other:
            differences.append((attribute, "differs"))
        return
    for key in ("schema", "table", "ondelete", "onupdate"):
        differences.text(f"{attribute}.{key}", mine[key], other[key])
    compare_names(differences, f"{attribute}.columns", mine["columns"], other["columns"])


def compare_names(differences, attribute, mine, other):
    if len(mine) != len(other):
        differences.append((attribute, "unknown" if any(HOLE.search(name) for name in mine) else "differs"))
        return
    for a, b in zip(mine, other):
        differences.text(attribute, a, b)


def compare_column(differences, prefix, mine, other):
    for key in ("name", "comment"):
        if key in other:  # keys of what is seldom given are left out of the dump
            differences.text(f"{prefix}.{key}", mine.get(key, ""), other[key])
    for key in ("type", "existing_type"):
        if key in other:
            how = same_type(mine.get(key), other[key])
            if how:
                differences.append((f"{prefix}.{key}", how))
    if "unique" in other:
        # A key column is NOT NULL in the database, even where nullable=True was written; and SQLAlchemy
        # makes one unique index, no constraint, of unique=True with index=True.
        other = {**other, "nullable": other["nullable"] and not other["primary_key"],
                 "unique": other["unique"] and not other["index"]}  # fmt: skip
        mine = {**mine, "unique": mine["unique"] and not mine["index"]}
    for key in ("nullable", "existing_nullable"):
        if key in other:
            differences.value(f"{prefix}.{key}", mine[key], other[key])
    for key in ("primary_key", "unique", "index", "python_default"):
        if key in other:
            differences.value(f"{prefix}.{key}", mine[key], other[key])
    if "server_default" in other:
        how = same_default(mine["server_default"], other["server_default"])
        if how:
            differences.append((f"{prefix}.server_default", how))
    if "references" in other:
        compare_reference(differences, f"{prefix}.references", mine.get("references"), other["references"])


def compare_constraint(differences, prefix, mine, other):
    if mine["kind"] != other["kind"]:
        differences.append((f"{prefix}.kind", "differs"))
    if "columns" not in other:
        return
    differences.text(f"{prefix}.name", mine["name"], other["name"])
    differences.text(f"{prefix}.condition", mine["condition"], other["condition"])
    if other["kind"] != "exclusion constraint":
        compare_names(differences, f"{prefix}.columns", mine["columns"], other["columns"])
    compare_reference(differences, f"{prefix}.references", mine.get("references"), other["references"])


def compare_index(differences, prefix, mine, other):
    for key in ("unique", "concurrently"):
        if key in other:
            differences.value(f"{prefix}.{key}", mine[key], other[key])
    for key in ("method", "where"):
        if key in other:
            differences.text(f"{prefix}.{key}", mine[key], other[key])
    if "columns" in other:
        compare_names(differences, f"{prefix}.columns", mine["columns"], other["columns"])


def compare_items(differences, attribute, mine, other, one):
    mine = mine or []
    if len(mine) != len(other):
        differences.append((attribute, "differs"))
        return
    for a, b in zip(mine, other):
        one(differences, f"{attribute}[{b['name'] or a['name']}]", a, b)


# ---- operations -------------------------------------------------------------


def compare_sql(differences, mine, other):
    """What a statement's words tell. Identifiers without quotes have no case."""
    for key in ("schema", "table", "name", "to"):
        if other.get(key):
            differences.text(key, mine[key].lower(), other[key].lower())
    if "from_sql" not in mine["flags"]:
        differences.append(("from_sql", "differs"))
    differences.text("text", folded(mine["text"]), folded(other["statement"]))
    if "no_where" in other:
        differences.value("no_where", "no_where" in mine["flags"], other["no_where"])


def compare(mine, other):
    differences = Differences()
    kind = mine["kind"]
    if other.get("from_sql"):
        compare_sql(differences, mine, other)
    elif kind not in TOLERANT_KINDS:
        for key in ("schema", "table", "name"):
            differences.text(key, mine[key], other.get(key, ""))
        if kind not in ("insert", "update", "create_table"):  # there it is what the rows are read from
            differences.text("to", mine["to"], other.get("to", ""))
        if "text" in other:
            differences.text("text", mine["text"], other["text"])
        if "batch" in other:
            differences.value("batch", "batch" in mine["flags"], other["batch"])
        if "no_where" in other:
            differences.value("no_where", "no_where" in mine["flags"], other["no_where"])
        for key, one in (("column", compare_column), ("constraint", compare_constraint), ("index", compare_index)):
            if key not in other:
                continue
            if mine.get(key):
                one(differences, key, mine[key], other[key])
            else:
                differences.append((key, "differs"))
        if "columns" in other:
            compare_items(differences, "columns", mine.get("columns"), other["columns"], compare_column)
            compare_items(differences, "constraints", mine.get("constraints"), other["constraints"], compare_constraint)
        if "written" in other and mine.get("columns"):
            compare_names(differences, "written", sorted(c["name"] for c in mine["columns"]), other["written"])
        if "labels" in other:
            compare_names(differences, "labels", mine.get("labels", []), other["labels"])
    if "partial" in mine["flags"]:
        # "Some argument was not resolved: absence proves nothing."
        differences[:] = [(attribute, "unknown") for attribute, _ in differences]
    return differences
