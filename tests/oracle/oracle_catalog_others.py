"""oracle_catalog for MariaDB and SQLite."""
import re

VERSION_TABLE = "alembic_version"


def empty():
    return {"tables": [], "types": [], "sequences": [], "views": [], "routines": [], "triggers": []}


def constraint(kind, name, columns, references=None, condition=None):
    return {"kind": kind, "name": name, "columns": columns, "references": references, "condition": condition,
            "not_valid": False, "deferrable": False, "deferred": False}  # fmt: skip


def action(rule, unsaid=(None, "NO ACTION")):
    """What happens to the rows that refer; "" is what happens when nothing is said."""
    return "" if rule in unsaid else rule


# ---- MariaDB ----------------------------------------------------------------

MYSQL_COLUMNS = """
SELECT table_name, column_name, column_type, is_nullable, column_default, extra, generation_expression, column_comment
FROM information_schema.columns WHERE table_schema = DATABASE() ORDER BY table_name, ordinal_position"""

MYSQL_KEYS = """
SELECT table_name, constraint_name, column_name, referenced_table_name, referenced_column_name
FROM information_schema.key_column_usage WHERE table_schema = DATABASE()
ORDER BY table_name, constraint_name, ordinal_position"""

MYSQL_CONSTRAINTS = """
SELECT table_name, constraint_name, constraint_type FROM information_schema.table_constraints
WHERE table_schema = DATABASE() ORDER BY table_name, constraint_name"""

MYSQL_RULES = """
SELECT table_name, constraint_name, delete_rule, update_rule FROM information_schema.referential_constraints
WHERE constraint_schema = DATABASE()"""

MYSQL_CHECKS = """
SELECT table_name, constraint_name, check_clause FROM information_schema.check_constraints
WHERE constraint_schema = DATABASE()"""

MYSQL_INDEXES = """
SELECT table_name, index_name, non_unique, column_name, sub_part, index_type FROM information_schema.statistics
WHERE table_schema = DATABASE() ORDER BY table_name, index_name, seq_in_index"""

# InnoDB checks at once whatever is said, so the two are one; MariaDB shows either for what was not said.
UNSAID = ("NO ACTION", "RESTRICT")
KINDS = {"PRIMARY KEY": "primary key", "UNIQUE": "unique constraint", "FOREIGN KEY": "foreign key", "CHECK": "check"}


def mysql_column(row):
    _, name, type_, nullable, default, extra, expression, comment = row
    return {"name": name, "type": type_, "nullable": nullable == "YES",
            "default": None if default in (None, "NULL") else default,
            "identity": "by default" if "auto_increment" in extra else None,
            "generated": expression, "comment": comment}  # fmt: skip


def mysql_constraint(table, name, kind, keys, rules, checks):
    parts = keys.get((table, name, kind == "FOREIGN KEY"), [])
    references = None
    if kind == "FOREIGN KEY":
        ondelete, onupdate = rules[table, name]
        references = {"schema": "", "table": parts[0][1], "columns": [part[2] for part in parts],
                      "ondelete": action(ondelete, UNSAID), "onupdate": action(onupdate, UNSAID)}  # fmt: skip
    return constraint(KINDS[kind], name, [part[0] for part in parts], references, checks.get((table, name)))


def mysql_catalog(connection):
    def read(query):
        return connection.exec_driver_sql(query).fetchall()

    found, tables = empty(), {}
    for name, kind in read("SELECT table_name, table_type FROM information_schema.tables"
                           " WHERE table_schema = DATABASE() ORDER BY table_name"):  # fmt: skip
        if kind == "SEQUENCE":
            found["sequences"].append({"schema": "", "name": name, "owned_by": None})
        elif kind == "VIEW":
            found["views"].append({"schema": "", "name": name})
        elif name != VERSION_TABLE:
            tables[name] = {"schema": "", "name": name, "columns": [], "constraints": [], "indexes": []}
    for row in read(MYSQL_COLUMNS):
        if row[0] in tables:
            tables[row[0]]["columns"].append(mysql_column(row))
    keys = {}
    for table, name, column, target, target_column in read(MYSQL_KEYS):
        keys.setdefault((table, name, target is not None), []).append((column, target, target_column))
    rules = {(table, name): more for table, name, *more in read(MYSQL_RULES)}
    checks = {(table, name): text for table, name, text in read(MYSQL_CHECKS)}
    named = set()
    for table, name, kind in read(MYSQL_CONSTRAINTS):
        if table in tables:
            tables[table]["constraints"].append(mysql_constraint(table, name, kind, keys, rules, checks))
            if kind in ("PRIMARY KEY", "UNIQUE"):
                named.add((table, name))
    for table, name, not_unique, column, part, kind in read(MYSQL_INDEXES):
        if table not in tables or (table, name) in named:
            continue
        indexes = tables[table]["indexes"]
        if not indexes or indexes[-1]["name"] != name:
            indexes.append({"name": name, "unique": not not_unique, "columns": [], "method": kind.lower(),
                            "where": None, "include": [], "valid": True})  # fmt: skip
        indexes[-1]["columns"].append(column if part is None else f"{column}({part})")
    found["tables"] = list(tables.values())
    found["routines"] = [{"schema": "", "name": name} for (name,) in read(
        "SELECT routine_name FROM information_schema.routines WHERE routine_schema = DATABASE() ORDER BY 1")]  # fmt: skip
    found["triggers"] = [{"schema": "", "table": table, "name": name} for table, name in read(
        "SELECT event_object_table, trigger_name FROM information_schema.triggers"
        " WHERE trigger_schema = DATABASE() ORDER BY 1, 2")]  # fmt: skip
    return found


# ---- SQLite -----------------------------------------------------------------


def sqlite_columns(connection, table, text):
    """Hidden columns are generated ones; their expression stands only in the text of the table."""
    columns = []
    for _, name, type_, not_null, default, _, hidden in connection.exec_driver_sql(f'PRAGMA table_xinfo("{table}")'):
        generated = None
        if hidden:
            match = re.search(rf'\b{re.escape(name)}\b"?[^,]*?\bAS\s*\((.*?)\)', text, re.IGNORECASE | re.DOTALL)
            generated = match[1] if match else ""
        columns.append({"name": name, "type": type_, "nullable": not not_null, "default": default, "identity": None,
                        "generated": generated, "comment": ""})  # fmt: skip
    return columns


def sqlite_constraints(connection, table):
    """SQLAlchemy knows how to find the names in the text of the table, which no PRAGMA tells."""
    dialect, found = connection.dialect, []
    key = dialect.get_pk_constraint(connection, table)
    if key["constrained_columns"]:
        found.append(constraint("primary key", key["name"] or "", key["constrained_columns"]))
    for unique in dialect.get_unique_constraints(connection, table):
        found.append(constraint("unique constraint", unique["name"] or "", unique["column_names"]))
    for check in dialect.get_check_constraints(connection, table):
        found.append(constraint("check", check["name"] or "", [], condition=check["sqltext"]))
    for foreign in dialect.get_foreign_keys(connection, table):
        options = foreign["options"]
        references = {"schema": "", "table": foreign["referred_table"], "columns": foreign["referred_columns"],
                      "ondelete": action(options.get("ondelete")),
                      "onupdate": action(options.get("onupdate"))}  # fmt: skip
        one = constraint("foreign key", foreign["name"] or "", foreign["constrained_columns"], references)
        one["deferrable"] = bool(options.get("deferrable"))
        one["deferred"] = options.get("initially") == "DEFERRED"
        found.append(one)
    return sorted(found, key=lambda one: (one["name"], one["kind"], one["columns"], one["condition"] or ""))


def sqlite_indexes(connection, table):
    found = []
    for _, name, unique, origin, partial in connection.exec_driver_sql(f'PRAGMA index_list("{table}")').fetchall():
        if origin != "c":
            continue
        text = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE name = ?", (name,)).scalar() or ""
        keys = [row for row in connection.exec_driver_sql(f'PRAGMA index_xinfo("{name}")').fetchall() if row[5]]
        where = re.search(r"\bWHERE\b(.*)", text, re.IGNORECASE | re.DOTALL) if partial else None
        found.append({"name": name, "unique": bool(unique), "columns": [row[2] or "(expression)" for row in keys],
                      "method": "btree", "where": where[1].strip() if where else None, "include": [],
                      "valid": True})  # fmt: skip
    return sorted(found, key=lambda one: one["name"])


def sqlite_catalog(connection):
    found = empty()
    for kind, name, table, text in connection.exec_driver_sql(
            "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
            " ORDER BY name").fetchall():  # fmt: skip
        if kind == "view":
            found["views"].append({"schema": "", "name": name})
        elif kind == "trigger":
            found["triggers"].append({"schema": "", "table": table, "name": name})
        elif kind == "table" and name != VERSION_TABLE:
            found["tables"].append({"schema": "", "name": name, "columns": sqlite_columns(connection, name, text),
                                    "constraints": sqlite_constraints(connection, name),
                                    "indexes": sqlite_indexes(connection, name)})  # fmt: skip
    return found
