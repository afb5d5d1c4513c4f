"""Compares a database's catalog with the schema that tidemark replays, object by object.

What is normalised is only what a database spells differently without meaning:

  case        of type names and SQL keywords outside of quotes, and blanks between words
  types       synonyms of one type (int4, integer); MariaDB's display widths of integers, which hold nothing
              back, other than tinyint(1); on SQLite, whose types are free text, case and blanks alone
  defaults    PostgreSQL's casts of literals ('x'::character varying); quotes around a number; the
              parentheses around the whole; now() and CURRENT_TIMESTAMP, which are one function
              the literal of a boolean ('1', 'f'), which PostgreSQL reads once, when the column is made
  conditions  casts of columns and literals, parentheses, and `= ANY (ARRAY[…])`, which is how PostgreSQL
              keeps IN; quotes of names
  names       quotes around a name in an index's keys and in nextval()
  rules       NO ACTION is what is meant when nothing is said; for InnoDB RESTRICT as well (oracle_catalog)
  unique      MySQL has no unique constraint beside the unique index: both are compared as constraints
  order       of constraints, indexes and tables; not that of columns and of labels

An attribute that tidemark says it does not know (null where the database must have a value, `{name}`), and
what is not listed of a table that it has not seen made or no longer knows, is "stated": counted, and not a difference.
"""
import re

SYNONYMS = {
    "postgresql": {"int": "integer", "int4": "integer", "int8": "bigint", "int2": "smallint", "bool": "boolean",
                   "float8": "double precision", "float": "double precision", "float4": "real", "decimal": "numeric",
                   "varchar": "character varying", "char": "character", "timestamp": "timestamp without time zone",
                   "timestamptz": "timestamp with time zone", "time": "time without time zone", "timetz":
                   "time with time zone", "varbit": "bit varying", "serial": "integer", "bigserial": "bigint",
                   "smallserial": "smallint"},
    "mysql": {"integer": "int", "bool": "tinyint(1)", "boolean": "tinyint(1)", "numeric": "decimal", "real": "double",
              "double precision": "double", "dec": "decimal", "json": "longtext"},
    "sqlite": {},
}  # fmt: skip
WIDTH = re.compile(r"\b(bigint|int|integer|mediumint|smallint|tinyint)\((?!1\))\d+\)|\b(bigint|int|integer|mediumint|smallint)\(1\)")
CAST = re.compile(r"::(?:\"[^\"]+\"|[a-z_0-9.]+(?: varying| precision| with(?:out)? time zone)?)(?:\([\d, ]+\))?(?:\[\])?")
TRUTH = {text: word for word, texts in (("true", ("'1'", "'t'", "'true'")), ("false", ("'0'", "'f'", "'false'")))
         for text in texts}  # fmt: skip
STATED = object()  # what tidemark says it does not know


def lowered(text):
    """Lower case outside of quotes, single blanks."""
    parts = re.split(r"('(?:[^']|'')*')", text)
    return "".join(part if at % 2 else re.sub(r"\s+", " ", part.lower()) for at, part in enumerate(parts)).strip()


def unknown(value):
    return isinstance(value, str) and "{" in value and "}" in value


def type_text(value, dialect):
    if value is None or unknown(value):
        return STATED
    text = re.sub(r"\s*(\(|,)\s*|\s*(\))", r"\1\2", lowered(value))
    if dialect == "mysql":
        text = WIDTH.sub(lambda match: match[1] or match[2], text)
        text = re.sub(r" (character set|charset|collate) \w+", "", text)
    name, bracket, rest = text.partition("(")
    return SYNONYMS[dialect].get(text) or SYNONYMS[dialect].get(name, name) + bracket + rest


def unwrapped(text):
    """Without parentheses around the whole."""
    while text.startswith("(") and text.endswith(")"):
        depth = 0
        for at, char in enumerate(text):
            depth += (char == "(") - (char == ")")
            if not depth and at < len(text) - 1:
                return text
        text = text[1:-1].strip()
    return text


def default_text(value, dialect):
    if value is None:
        return None
    if unknown(value):
        return STATED
    text = unwrapped(CAST.sub("", lowered(value)))
    text = re.sub(r"^'(-?\d+(?:\.\d+)?)'$", r"\1", text)
    text = re.sub(r"nextval\('(.*)'\)", lambda match: match[0].replace('"', ""), text)
    text = re.sub(r"^(now\(\)|current_timestamp(\(\))?|localtimestamp(\(\))?)$", "current_timestamp", text)
    if re.fullmatch(r"null", text):
        return None
    return {"true": "1", "false": "0"}.get(text, text) if dialect != "postgresql" else text


def condition_text(value, dialect):
    """Words and operators; what only groups them is left out."""
    if value is None:
        return None
    if unknown(value):
        return STATED
    text = CAST.sub("", lowered(value)).replace('"', "").replace("`", "")
    text = re.sub(r"= any \(\(?array\[(.*?)\]\)?\)", r"in \1", text).replace("<> all (array[", "not in ")
    text = text.replace("!=", "<>").replace("~~", "like")
    return re.sub(r"[\s()\[\]]+", "", text)


def labels(value, dialect):
    return STATED if any(map(unknown, value or ())) else value


def tristate(value, dialect):
    return STATED if value is None else value


def rule(value, dialect):
    unsaid = ("", "no action", "restrict") if dialect == "mysql" else ("", "no action")
    return "" if lowered(value or "") in unsaid else lowered(value)


def key_names(value, dialect):
    """PostgreSQL quotes a column of an index where its name is a keyword or has capitals."""
    return [re.sub(r'^"([^"]+)"$', r"\1", one) for one in value or []]


def same(value, dialect):
    return STATED if unknown(value) else value


COLUMN = (("type", type_text), ("nullable", tristate), ("default", default_text), ("identity", same),
          ("generated", condition_text), ("comment", same))  # fmt: skip
CONSTRAINT = (("kind", same), ("columns", same), ("condition", condition_text), ("not_valid", tristate),
              ("deferrable", tristate))  # fmt: skip
REFERENCES = (("schema", same), ("table", same), ("columns", same), ("ondelete", rule), ("onupdate", rule))
INDEX = (("unique", tristate), ("columns", key_names), ("method", same), ("where", condition_text),
         ("include", key_names))  # fmt: skip


class Differences:
    """(kind, path, database's, tidemark's) of one catalog, and how much was stated as unknown."""

    def __init__(self, dialect):
        self.dialect, self.found, self.stated = dialect, [], 0

    def add(self, kind, path, theirs, ours):
        self.found.append((kind, path, theirs, ours))

    def attributes(self, kind, path, names, theirs, ours):
        for name, normal in names:
            if name not in ours:
                continue  # not printed: the other side need not know it
            one, other = normal(theirs.get(name), self.dialect), normal(ours[name], self.dialect)
            if other is STATED:
                self.stated += one is not STATED
            elif one != other:
                self.add(f"{kind} {name}", path, theirs.get(name), ours[name])

    def named(self, kind, path, theirs, ours, assumed=False):
        """Pairs of the same name; what only one side has is a difference, unless it may be there unseen."""
        ours, theirs = dict(ours), dict(theirs)
        for name in sorted(theirs.keys() | ours.keys(), key=str):
            where = f"{path}{name}"
            if name not in ours:
                if assumed:
                    self.stated += 1
                else:
                    self.add(f"{kind} missed", where, theirs[name], None)
            elif name not in theirs:
                if isinstance(ours[name], dict) and ours[name].get("assumed"):
                    self.stated += 1
                else:
                    self.add(f"{kind} invented", where, None, ours[name])
            else:
                yield where, theirs[name], ours[name]

    def constraint(self, path, theirs, ours):
        self.attributes("constraint", path, CONSTRAINT, theirs, ours)
        if bool(theirs["references"]) != bool(ours.get("references")):
            self.add("constraint references", path, theirs["references"], ours.get("references"))
        elif theirs["references"]:
            self.attributes("constraint", path, REFERENCES, theirs["references"], ours["references"])

    def table(self, path, theirs, ours):
        assumed = ours.get("assumed") or ours.get("doubted")
        order = [one["name"] for one in theirs["columns"]], [one["name"] for one in ours["columns"]]
        for where, one, other in self.named("column", f"{path}.", by_name(theirs["columns"]), by_name(ours["columns"]),
                                            assumed):  # fmt: skip
            if one["type"] == "boolean":
                other = {**other, "default": TRUTH.get(other.get("default"), other.get("default"))}
            self.attributes("column", where, COLUMN, one, other)
        if not assumed and order[0] != order[1] and sorted(order[0]) == sorted(order[1]):
            self.add("column order", path, *order)
        keys = [paired(*(constraints(table, self.dialect) for table in (theirs, ours)))]
        for where, one, other in self.named("constraint", f"{path}.", *keys[0], assumed):
            self.constraint(where, one, other)
        pairs = paired(*(indexes(table, self.dialect) for table in (theirs, ours)))
        for where, one, other in self.named("index", f"{path}.", *pairs, assumed):
            self.attributes("index", where, INDEX, one, other)


def by_name(objects):
    return {one["name"]: one for one in objects}


def constraints(table, dialect):
    found = list(table["constraints"])
    if dialect == "mysql":
        found += [{"kind": "unique constraint", "name": index["name"], "columns": index["columns"], "references": None,
                   "condition": None} for index in table["indexes"] if index["unique"]]  # fmt: skip
        # Whatever name is asked for, MySQL calls it so.
        found = [{**one, "name": "PRIMARY"} if one["kind"] == "primary key" else one for one in found]
    return found


def indexes(table, dialect):
    return [index for index in table["indexes"] if dialect != "mysql" or not index["unique"]]


def paired(theirs, ours):
    """By name; where tidemark knows no name, or the database (SQLite) keeps none, by what they are."""
    left, names = [], {}
    for one in ours:
        twin = next((other for other in theirs if other["name"] == one["name"] and one["name"]), None)
        if twin is None:
            left.append(one)
        else:
            names[one["name"]] = one
    found = {one["name"] or f"({describe(one)})": one for one in theirs}
    for one in left:
        twin = None
        if not one["name"]:
            twin = next((name for name, other in found.items() if name not in names and describe(other) == describe(one)), None)
        names[twin or one["name"] or f"({describe(one)})"] = one
    return found, names


def describe(one):
    kind = one.get("kind", "unique index" if one.get("unique") else "index")
    condition = condition_text(one.get("condition"), "") if kind == "check" else ""
    return f"{kind} {', '.join(map(str, one['columns']))} {condition if condition is not STATED else ''}".strip()


def key(one):
    return ".".join(part for part in (one.get("schema"), one.get("table"), one["name"]) if part)


def compare(theirs, ours, dialect):
    """The Differences of a database's catalog and tidemark's schema."""
    found = Differences(dialect)
    tables = [{key(one): one for one in side["tables"]} for side in (theirs, ours)]
    for name in [name for name, table in tables[1].items() if table.get("assumed") and name not in tables[0]]:
        found.stated += 1  # thought to have been there before; nobody made it here
        del tables[1][name]
    for path, one, other in found.named("table", "", *tables):
        found.table(path, one, other)
    for kind, word in (("types", "type"), ("sequences", "sequence"), ("views", "view"), ("routines", "routine"),
                       ("triggers", "trigger")):  # fmt: skip
        if kind not in ours:
            continue
        for path, one, other in found.named(word, "", *({key(one): one for one in side[kind]} for side in (theirs, ours))):
            found.attributes(word, path, (("labels", labels), ("owned_by", same)), one, other)
    return found
