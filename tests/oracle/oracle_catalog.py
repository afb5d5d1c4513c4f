"""The catalog of a database as plain JSON: the shape in which tidemark prints the schema that it replays.

{"tables": [{schema, name, columns: [{name, type, nullable, default, identity, generated, comment}],
             constraints: [{kind, name, columns, references, condition, not_valid, deferrable, deferred}],
             indexes: [{name, unique, columns, method, where, include, valid}]}],
 "types": [{schema, name, labels}], "sequences": [{schema, name, owned_by}],
 "views": [{schema, name}], "routines": [{schema, name}], "triggers": [{schema, table, name}]}

`schema` is "" for the one that is found without being named. Everything is sorted by schema and name, columns
excepted. Alembic's own table is left out. PostgreSQL's system catalog is read here, in one query.
"""
from oracle_catalog_others import mysql_catalog, sqlite_catalog

VERSION_TABLE = "alembic_version"
KEYS = ("tables", "types", "sequences", "views", "routines", "triggers")

# What an extension owns is its own business.
OWN = "NOT EXISTS (SELECT FROM pg_depend e WHERE e.objid = {0}.oid AND e.deptype = 'e')"
SCHEMA = "CASE WHEN n.nspname = 'public' THEN '' ELSE n.nspname END"
VISIBLE = "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'"
NAMES = ("COALESCE((SELECT json_agg(a.attname ORDER BY s.place) FROM unnest({0}) WITH ORDINALITY AS s(number, place)"
         " JOIN pg_attribute a ON a.attrelid = {1} AND a.attnum = s.number), '[]')")  # fmt: skip

ACTIONS = ("CASE {0} WHEN 'c' THEN 'CASCADE' WHEN 'n' THEN 'SET NULL' WHEN 'd' THEN 'SET DEFAULT'"
           " WHEN 'r' THEN 'RESTRICT' ELSE '' END")  # fmt: skip

COLUMNS = """
SELECT json_agg(json_build_object(
    'name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'nullable', NOT a.attnotnull,
    'default', CASE WHEN a.attgenerated = '' THEN pg_get_expr(d.adbin, d.adrelid) END,
    'identity', CASE a.attidentity WHEN 'a' THEN 'always' WHEN 'd' THEN 'by default' END,
    'generated', CASE WHEN a.attgenerated <> '' THEN pg_get_expr(d.adbin, d.adrelid) END,
    'comment', COALESCE(col_description(c.oid, a.attnum), '')) ORDER BY a.attnum)
FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped"""

CONSTRAINTS = f"""
SELECT json_agg(json_build_object(
    'kind', CASE k.contype WHEN 'p' THEN 'primary key' WHEN 'u' THEN 'unique constraint' WHEN 'f' THEN 'foreign key'
                           WHEN 'c' THEN 'check' ELSE 'exclude' END,
    'name', k.conname,
    'columns', CASE WHEN k.contype = 'c' THEN '[]' ELSE {NAMES.format('k.conkey', 'k.conrelid')} END,
    'references', CASE WHEN k.contype = 'f' THEN (
        SELECT json_build_object('schema', {SCHEMA}, 'table', r.relname,
            'columns', {NAMES.format('k.confkey', 'k.confrelid')},
            'ondelete', {ACTIONS.format('k.confdeltype')}, 'onupdate', {ACTIONS.format('k.confupdtype')})
        FROM pg_class r JOIN pg_namespace n ON n.oid = r.relnamespace WHERE r.oid = k.confrelid) END,
    'condition', CASE k.contype WHEN 'c' THEN pg_get_expr(k.conbin, k.conrelid)
                                WHEN 'x' THEN pg_get_constraintdef(k.oid) END,
    'not_valid', NOT k.convalidated, 'deferrable', k.condeferrable, 'deferred', k.condeferred)
    ORDER BY k.conname)
FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype IN ('p', 'u', 'f', 'c', 'x')"""

INDEXES = """
SELECT json_agg(json_build_object(
    'name', x.relname, 'unique', i.indisunique, 'method', m.amname,
    'columns', (SELECT json_agg(pg_get_indexdef(i.indexrelid, p, true) ORDER BY p)
                FROM generate_series(1, i.indnkeyatts) AS p),
    'include', COALESCE((SELECT json_agg(pg_get_indexdef(i.indexrelid, p, true) ORDER BY p)
                         FROM generate_series(i.indnkeyatts + 1, i.indnatts) AS p), '[]'),
    'where', pg_get_expr(i.indpred, i.indrelid), 'valid', i.indisvalid) ORDER BY x.relname)
FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_am m ON m.oid = x.relam
WHERE i.indrelid = c.oid
  AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))"""

TABLES = f"""
SELECT json_agg(json_build_object('schema', {SCHEMA}, 'name', c.relname, 'columns', COALESCE(({COLUMNS}), '[]'),
    'constraints', COALESCE(({CONSTRAINTS}), '[]'), 'indexes', COALESCE(({INDEXES}), '[]'))
    ORDER BY n.nspname, c.relname)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p') AND {VISIBLE} AND {OWN.format('c')} AND c.relname <> '{VERSION_TABLE}'"""

TYPES = f"""
SELECT json_agg(json_build_object('schema', {SCHEMA}, 'name', t.typname, 'labels',
    COALESCE((SELECT json_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid), '[]'))
    ORDER BY n.nspname, t.typname)
FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
WHERE t.typtype IN ('e', 'd') AND {VISIBLE} AND {OWN.format('t')}"""

SEQUENCES = f"""
SELECT json_agg(json_build_object('schema', {SCHEMA}, 'name', c.relname, 'owned_by',
    (SELECT r.relname || '.' || a.attname FROM pg_depend d JOIN pg_class r ON r.oid = d.refobjid
     JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
     WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.refclassid = 'pg_class'::regclass
       AND d.deptype IN ('a', 'i'))) ORDER BY n.nspname, c.relname)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'S' AND {VISIBLE} AND {OWN.format('c')}"""

VIEWS = f"""
SELECT json_agg(json_build_object('schema', {SCHEMA}, 'name', c.relname) ORDER BY n.nspname, c.relname)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('v', 'm') AND {VISIBLE} AND {OWN.format('c')}"""

ROUTINES = f"""
SELECT json_agg(json_build_object('schema', {SCHEMA}, 'name', p.proname) ORDER BY n.nspname, p.proname)
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE {VISIBLE} AND {OWN.format('p')}"""

TRIGGERS = f"""
SELECT json_agg(json_build_object('schema', {SCHEMA}, 'table', c.relname, 'name', g.tgname)
    ORDER BY n.nspname, c.relname, g.tgname)
FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE NOT g.tgisinternal AND {VISIBLE}"""

QUERY = "SELECT " + ", ".join(
    f"({query})" for query in (TABLES, TYPES, SEQUENCES, VIEWS, ROUTINES, TRIGGERS)
)


def postgresql_catalog(connection):
    row = connection.exec_driver_sql(QUERY.replace("%", "%%")).one()
    return {key: value or [] for key, value in zip(KEYS, row)}


READERS = {"postgresql": postgresql_catalog, "mysql": mysql_catalog, "sqlite": sqlite_catalog}


def catalog(connection):
    """What the database behind an SQLAlchemy connection holds."""
    return READERS[connection.dialect.name](connection)


def rows(connection, seen):
    """Table → its rows as sorted lists of [column, value's text]; `seen`: the catalog."""
    quote = connection.dialect.identifier_preparer.quote_identifier
    found = {}
    for table in seen["tables"]:
        path = ".".join(quote(part) for part in (table["schema"], table["name"]) if part)
        result = connection.exec_driver_sql(f"SELECT * FROM {path}".replace("%", "%%"))
        names = list(result.keys())
        texts = [[[name, None if value is None else str(value)] for name, value in zip(names, row)] for row in result]
        found[".".join(part for part in (table["schema"], table["name"]) if part)] = sorted(
            texts, key=lambda row: [(name, text is not None, text or "") for name, text in row]
        )
    return found
