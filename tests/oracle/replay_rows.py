"""Rows that a migration's new schema admits and its old one did not, made from the two catalogs alone.

They are written between upgrade and downgrade, each kind by itself, to see which downgrade they stop.
"""
import re

MOST = 12  # kinds of rows of one step
LENGTH = re.compile(r"(?:character varying|varchar|character|char|string)\((\d+)\)", re.IGNORECASE)
BIG = {"smallint": 70000, "integer": 5000000000, "int": 5000000000, "bigint": 5000000000}


def length(column):
    match = LENGTH.fullmatch(column["type"])
    return int(match[1]) if match else None


def is_text(column):
    return length(column) is not None or bool(re.fullmatch(r"\w*text", column["type"], re.IGNORECASE))


def family(type_):
    return re.sub(r"\(\d+\)", "", type_.lower()).split(" ")[0]


def labels(column, types):
    """Of an enumeration: PostgreSQL's is a type of its own, MySQL's is the column's."""
    if column["type"].lower().startswith("enum("):
        return re.findall(r"'((?:[^']|'')*)'", column["type"])
    return next((one["labels"] for one in types if column["type"] in (one["name"], f'"{one["name"]}"')), [])


def value(column, types, number):
    """Some value of a column's type; None where there is none to be had."""
    type_, kind = column["type"].lower(), family(column["type"])
    known = labels(column, types)
    if known:
        return known[0]
    if is_text(column):
        return f"v{number}"[: length(column) or 9]
    if kind in ("boolean", "bool") or type_ == "tinyint(1)":
        return False
    if kind in ("smallint", "integer", "int", "bigint", "numeric", "decimal", "real", "double", "float", "tinyint"):
        return number
    if kind in ("timestamp", "datetime"):
        return "2020-01-02 03:04:05"
    return {"date": "2020-01-02", "time": "03:04:05", "json": "{}", "jsonb": "{}",
            "uuid": f"00000000-0000-0000-0000-{number:012d}"}.get(kind)  # fmt: skip


def column_kinds(old, new, types_before, types_after):
    """(why, value) of what only the new column admits."""
    if new["nullable"] and not old["nullable"]:
        yield "NULL", None
    before, after = length(old), length(new)
    if before is not None and is_text(new) and (after is None or after > before):
        yield f"text of {before + 1}", "x" * (before + 1)
    order = ("smallint", "integer", "int", "bigint")
    kinds = family(old["type"]), family(new["type"])
    if all(kind in order for kind in kinds) and order.index(kinds[1]) > order.index(kinds[0]):
        yield "large number", BIG[kinds[0]]
    for label in labels(new, types_after):
        if labels(old, types_before) and label not in labels(old, types_before):
            yield f"label {label}", label


def uniques(table):
    found = [tuple(one["columns"]) for one in table["constraints"] if one["kind"] in ("unique constraint", "primary key")]
    return set(found) | {tuple(one["columns"]) for one in table["indexes"] if one["unique"] and not one["where"]}


def targets(table):
    return {(tuple(one["columns"]), one["references"]["table"]) for one in table["constraints"]
            if one["kind"] == "foreign key"}  # fmt: skip


def new_rows(before, after):
    """(why, table's schema and name, [overrides of a row]) of each kind of rows that are new."""
    old_tables = {(one["schema"], one["name"]): one for one in before["tables"]}
    found = []
    for table in after["tables"]:
        path = (table["schema"], table["name"])
        if path not in old_tables:
            continue
        old = old_tables[path]
        old_columns = {one["name"]: one for one in old["columns"]}
        for column in table["columns"]:
            if column["name"] in old_columns:
                for why, made in column_kinds(old_columns[column["name"]], column, before["types"], after["types"]):
                    found.append((f"{why} in {table['name']}.{column['name']}", path, [{column["name"]: made}]))
        names = {one["name"] for one in table["columns"]}
        kept = uniques(table)
        for columns in sorted(uniques(old) - kept):
            if names.issuperset(columns) and not any(set(columns) >= set(other) for other in kept):
                found.append((f"duplicates in {table['name']} ({', '.join(columns)})", path, [{}, {"*": columns}]))
        for columns, _ in sorted(targets(old) - targets(table)):
            if names.issuperset(columns):
                found.append((f"no parent of {table['name']} ({', '.join(columns)})", path, [{}]))
    return found[:MOST]


def write(connection, seen, path, overrides):
    """Writes the rows; raises where the database does not take them. Foreign keys are not looked at."""
    off = {"postgresql": "SET session_replication_role = replica", "mysql": "SET foreign_key_checks = 0"}
    dialect = connection.dialect.name
    if dialect in off:
        connection.exec_driver_sql(off[dialect])
    table = next(one for one in seen["tables"] if (one["schema"], one["name"]) == path)
    quote = connection.dialect.identifier_preparer.quote_identifier
    first = {}
    for number, override in enumerate(overrides, start=7001):
        row = {one["name"]: value(one, seen["types"], number) for one in table["columns"] if not one["generated"]}
        for name in override.get("*", ()):  # as in the first row
            row[name] = first[name]
        row.update({name: made for name, made in override.items() if name != "*"})
        first = first or row
        mark = "?" if dialect == "sqlite" else "%s"
        names = ", ".join(quote(name).replace("%", "%%") for name in row)
        connection.exec_driver_sql(
            f"INSERT INTO {'.'.join(quote(part) for part in path if part)} ({names}) VALUES ({', '.join([mark] * len(row))})",
            tuple(row.values()),
        )
