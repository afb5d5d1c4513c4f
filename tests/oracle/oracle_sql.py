"""What a SQL statement does, told from its words alone: a second opinion, which shares nothing with the
reader that it checks. A statement of a form that is not listed here gives None, and is not judged."""
import re

NAME = r'(?:"(?:[^"]|"")+"|`[^`]+`|\[[^\]]+\]|[\w$]+|\{[^}]*\})'
PATH = rf"{NAME}(?:\s*\.\s*{NAME})*"
IF = r"(?:IF\s+(?:NOT\s+)?EXISTS\s+)?"

# A token at a time: what must not be split, then any other character.
TOKEN = re.compile(r"""
    '(?:[^'\\]|''|\\.)*' | "(?:[^"]|"")*" | `[^`]*` | \$(\w*)\$.*?\$\1\$ | --[^\n]* | /\*.*?\*/ | .
""", re.VERBOSE | re.DOTALL)  # fmt: skip


def split(text, separator):
    """Parts of text at separators outside quotes and brackets; comments are dropped."""
    parts, depth, compound = [""], 0, 0
    for match in TOKEN.finditer(text):
        token = match[0]
        if token.startswith(("--", "/*")):
            parts[-1] += " "
            continue
        if token in "()":
            depth += 1 if token == "(" else -1
        if token == separator and depth <= 0 and not compound:
            parts.append("")
            continue
        parts[-1] += token
        # The statements inside a trigger's or procedure's body are its own.
        if separator == ";" and re.match(r"\s*CREATE\b.*\bBEGIN\s$", parts[-1], re.IGNORECASE | re.DOTALL):
            compound = 1
        elif compound and re.search(r"\bEND\s*$", parts[-1], re.IGNORECASE):
            rest = text[match.end() : match.end() + 1]
            if rest in ("", ";", "\n") and not re.search(r"\bIF\b[^;]*\bEND\s*$", parts[-1], re.IGNORECASE):
                compound = 0
    return [part.strip() for part in parts if part.strip()]


def unquote(name):
    name = name.strip()
    if name[:1] in '"`[':
        return name[1:-1].replace('""', '"')
    return name


def path(text):
    """(schema, table) of a dotted name."""
    parts = [unquote(part) for part in re.findall(NAME, text)]
    return (".".join(parts[:-1]), parts[-1])


TABLE_ACTIONS = [
    (rf"ADD\s+CONSTRAINT\s+(?P<name>{NAME})", ["create_constraint"]),
    (rf"ADD\s+UNIQUE\s+(?:INDEX\s+|KEY\s+)?(?P<name>{NAME})?\s*\(", ["create_constraint"]),
    (r"ADD\s+(?:PRIMARY\s+KEY|FOREIGN\s+KEY|CHECK)\b", ["create_constraint"]),
    (rf"ADD\s+(?:FULLTEXT\s+|SPATIAL\s+)?(?:INDEX|KEY)\s+(?P<name>{NAME})", ["create_index"]),
    (rf"ADD\s+(?:COLUMN\s+)?{IF}(?P<name>{NAME})", ["add_column"]),
    (rf"DROP\s+(?:CONSTRAINT|FOREIGN\s+KEY|CHECK)\s+{IF}(?P<name>{NAME})", ["drop_constraint"]),
    (r"DROP\s+PRIMARY\s+KEY", ["drop_constraint"]),
    (rf"DROP\s+(?:INDEX|KEY)\s+(?P<name>{NAME})", ["drop_index"]),
    (rf"DROP\s+(?:COLUMN\s+)?{IF}(?P<name>{NAME})", ["drop_column"]),
    (rf"ALTER\s+(?:COLUMN\s+)?(?P<name>{NAME})\s+(?:SET\s+DATA\s+)?TYPE\b", ["alter_type"]),
    (rf"ALTER\s+(?:COLUMN\s+)?(?P<name>{NAME})\s+(?:SET|DROP)\s+NOT\s+NULL", ["set_nullable"]),
    (rf"ALTER\s+(?:COLUMN\s+)?(?P<name>{NAME})\s+(?:SET|DROP)\s+DEFAULT", ["set_default"]),
    (rf"RENAME\s+CONSTRAINT\s+(?P<name>{NAME})\s+TO\s+(?P<to>{NAME})", ["rename_constraint"]),
    (rf"RENAME\s+(?:TO|AS)\s+(?P<to>{NAME})", ["rename_table"]),
    (rf"RENAME\s+(?:COLUMN\s+)?(?P<name>{NAME})\s+TO\s+(?P<to>{NAME})", ["rename_column"]),
    (rf"VALIDATE\s+CONSTRAINT\s+(?P<name>{NAME})", ["validate_constraint"]),
    (r"(?:CONVERT\s+TO\s+|DEFAULT\s+)?(?:CHARACTER\s+SET|CHARSET|COLLATE)\b", ["alter_table"]),
    (r"(?:ENGINE|ROW_FORMAT|AUTO_INCREMENT|COMMENT)\b", ["alter_table"]),
    (r"(?:ENABLE|DISABLE|FORCE|NO\s+FORCE|SET|RESET|CLUSTER|ATTACH|DETACH|REPLICA|INHERIT)\b", ["alter_table"]),
]

STATEMENTS = [
    (rf"CREATE\s+(?:UNIQUE\s+)?INDEX\s+(?:CONCURRENTLY\s+)?{IF}(?P<name>{NAME})\s+ON\s+(?:ONLY\s+)?(?P<table>{PATH})",
     "create_index"),
    (rf"DROP\s+INDEX\s+(?:CONCURRENTLY\s+)?{IF}(?P<path>{PATH})(?:\s+ON\s+(?P<table>{PATH}))?", "drop_index"),
    (rf"ALTER\s+INDEX\s+{IF}(?P<path>{PATH})\s+RENAME\s+TO\s+(?P<to>{NAME})", "rename_index"),
    (r"REINDEX\b", "reindex"),
    (rf"CREATE\s+(?:(?:GLOBAL|LOCAL)\s+)?(?:TEMP(?:ORARY)?\s+|UNLOGGED\s+|VIRTUAL\s+)?TABLE\s+{IF}(?P<table>{PATH})",
     "create_table"),
    (rf"RENAME\s+TABLE\s+(?P<table>{PATH})\s+TO\s+(?P<to>{NAME})", "rename_table"),
    (rf"CREATE\s+TYPE\s+(?P<path>{PATH})", "create_type"),
    (rf"ALTER\s+TYPE\s+(?P<path>{PATH})\s+ADD\s+VALUE\b", "add_enum_value"),
    (rf"ALTER\s+TYPE\s+(?P<path>{PATH})\s+RENAME\s+VALUE\b", "rename_enum_value"),
    (rf"ALTER\s+TYPE\s+(?P<path>{PATH})\s+RENAME\s+TO\s+(?P<to>{NAME})", "rename_type"),
    (rf"DROP\s+TYPE\s+{IF}(?P<path>{PATH})", "drop_type"),
    (rf"CREATE\s+(?:TEMP(?:ORARY)?\s+)?SEQUENCE\s+{IF}(?P<path>{PATH})", "create_sequence"),
    (rf"ALTER\s+SEQUENCE\s+{IF}(?P<path>{PATH})", "alter_sequence"),
    (rf"DROP\s+SEQUENCE\s+{IF}(?P<path>{PATH})", "drop_sequence"),
    (rf"CREATE\s+(?:OR\s+REPLACE\s+)?(?:RECURSIVE\s+|MATERIALIZED\s+)?VIEW\s+{IF}(?P<path>{PATH})", "create_view"),
    (rf"DROP\s+(?:MATERIALIZED\s+)?VIEW\s+{IF}(?P<path>{PATH})", "drop_view"),
    (rf"CREATE\s+(?:OR\s+REPLACE\s+)?(?:FUNCTION|PROCEDURE|AGGREGATE)\s+(?P<path>{PATH})", "create_routine"),
    (rf"DROP\s+(?:FUNCTION|PROCEDURE|AGGREGATE|ROUTINE)\s+{IF}(?P<path>{PATH})", "drop_routine"),
    (rf"CREATE\s+(?:OR\s+REPLACE\s+)?(?:CONSTRAINT\s+)?TRIGGER\s+{IF}(?P<path>{PATH})", "create_trigger"),
    (rf"DROP\s+TRIGGER\s+{IF}(?P<path>{PATH})", "drop_trigger"),
    (rf"CREATE\s+SCHEMA\s+{IF}(?P<name>{NAME})", "create_schema"),
    (rf"DROP\s+SCHEMA\s+{IF}(?P<name>{NAME})", "drop_schema"),
    (rf"CREATE\s+EXTENSION\s+{IF}(?P<name>{NAME})", "create_extension"),
    (rf"DROP\s+EXTENSION\s+{IF}(?P<name>{NAME})", "drop_extension"),
    (r"GRANT\b", "grant"), (r"REVOKE\b", "revoke"),
    (r"CREATE\s+POLICY\b", "create_policy"), (r"DROP\s+POLICY\b", "drop_policy"),
    (rf"TRUNCATE\s+(?:TABLE\s+)?(?:ONLY\s+)?(?P<table>{PATH})", "truncate"),
    (rf"(?:INSERT(?:\s+OR\s+\w+)?(?:\s+IGNORE)?|REPLACE)\s+INTO\s+(?P<table>{PATH})", "insert"),
    (rf"UPDATE\s+(?:ONLY\s+|IGNORE\s+)?(?P<table>{PATH})", "update"),
    (rf"DELETE\s+(?:{NAME}\s+)?FROM\s+(?:ONLY\s+)?(?P<table>{PATH})", "delete"),
    (r"SELECT\b", "select"), (r"SHOW\b", "select"),
    (r"SET\b", "set"), (r"RESET\b", "set"),
    (r"(?:COMMIT|END)\b", "commit"), (r"(?:BEGIN|START\s+TRANSACTION)\b", "begin"),
    (r"LOCK\s+TABLE", "lock_table"),
    (r"(?:VACUUM|ANALYZE|CLUSTER|REFRESH)\b", "maintain"),
    (rf"COMMENT\s+ON\s+TABLE\s+(?P<table>{PATH})", "set_table_comment"),
    (r"COMMENT\s+ON\s+COLUMN\b", "set_column_comment"),
    (r"ALTER\s+(?:DATABASE|ROLE|USER|FUNCTION|VIEW|DEFAULT)\b", "other"),
    (r"(?:CREATE|DROP)\s+(?:ROLE|USER)\b", "other"),
]  # fmt: skip


def match(pattern, text):
    return re.match(pattern, text, re.IGNORECASE)


def alter_table(statement, head):
    schema, table = path(head["table"])
    atoms = []
    for action in split(statement[head.end() :], ","):
        for pattern, kinds in TABLE_ACTIONS:
            found = match(pattern, action)
            if found:
                more = {key: unquote(value) for key, value in found.groupdict().items() if value}
                atoms += [{"kind": kind, "schema": schema, "table": table, **more} for kind in kinds]
                break
        else:
            return None
    return atoms


def common_tables(statement):
    """The statement after its WITH clause, at the first verb outside brackets."""
    depth = 0
    for found in re.finditer(r"\(|\)|\b(?:SELECT|INSERT|UPDATE|DELETE)\b", statement, re.IGNORECASE):
        if found[0] in "()":
            depth += 1 if found[0] == "(" else -1
        elif depth == 0:
            return statement[found.start() :]
    return statement


def atom(found, kind):
    parts = {key: value for key, value in found.groupdict().items() if value}
    result = {"kind": kind}
    if "table" in parts:
        result["schema"], result["table"] = path(parts["table"])
    if "path" in parts:
        schema, result["name"] = path(parts["path"])
        if "table" not in parts:
            result["schema"] = schema
    for key in ("name", "to"):
        if key in parts:
            result[key] = unquote(parts[key])
    return result


def classify(statement):
    """The operations of one statement, or None."""
    head = match(rf"ALTER\s+TABLE\s+{IF}(?:ONLY\s+)?(?P<table>{PATH})\s+", statement)
    if head:
        return alter_table(statement, head)
    drop = match(rf"DROP\s+(?:TEMPORARY\s+)?TABLE\s+{IF}", statement)
    if drop:
        tables = re.sub(r"\s+(?:CASCADE|RESTRICT)\s*$", "", statement[drop.end() :], flags=re.IGNORECASE)
        return [dict(zip(("schema", "table"), path(one)), kind="drop_table") for one in split(tables, ",")]
    if match(r"WITH\b", statement):
        statement = common_tables(statement)
    for pattern, kind in STATEMENTS:
        found = match(pattern, statement)
        if found:
            result = atom(found, kind)
            if kind in ("update", "delete"):
                result["no_where"] = not re.search(r"\bWHERE\b", statement, re.IGNORECASE)
            return [result]
    return None


def operations(text):
    """(statement, its operations or None) of each statement of a text."""
    for statement in split(text, ";"):
        yield statement, classify(statement)
