"""What Alembic and SQLAlchemy were asked to do, as operations in tidemark's vocabulary.

Every `op.*` and batch call passes Operations.invoke(); what goes to a connection by itself is seen when
its cursor is about to execute it. Nothing that happens inside an operation, or inside SQLAlchemy's own
look at the catalog, is an operation of the migration.
"""
import contextlib
import functools
import sys

from alembic.operations import BatchOperations, Operations, ops
from alembic.operations.batch import BatchOperationsImpl
from alembic.runtime.migration import MigrationContext
from oracle_stubs import Stub
from oracle_types import clause_text, default_json, type_json
from sqlalchemy import Column, event, schema
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Engine, Transaction, reflection
from sqlalchemy.orm import Session
from sqlalchemy.sql import ddl, dml, elements, selectable


def name_text(name):
    return "" if name is None else str(name)


def names(columns):
    """Names of an index's or a constraint's columns."""
    if columns is None:
        return []
    if isinstance(columns, (str, Column)) or not hasattr(columns, "__iter__"):
        columns = [columns]
    return [name_text(c.name) if isinstance(c, (Column, elements.ColumnClause)) else clause_text(c)
            for c in columns]  # fmt: skip


def target(spec):
    """"schema.table.column" of a foreign key → reference."""
    if isinstance(spec, Column):
        table = spec.table
        return {"schema": name_text(table.schema), "table": name_text(table.name), "columns": [spec.name]}
    parts = str(spec).split(".")
    return {"schema": ".".join(parts[:-2]), "table": parts[-2] if len(parts) > 1 else parts[0],
            "columns": parts[-1:] if len(parts) > 1 else []}  # fmt: skip


def with_rules(reference, key):
    reference["ondelete"] = name_text(key.ondelete)
    reference["onupdate"] = name_text(key.onupdate)
    return reference


def inline_keys(c):
    """ForeignKey(…) in a Column(…). A table makes constraints of them, of one column and no name."""
    keys = [key for key in c.foreign_keys
            if key.constraint is None or (key.constraint.name is None and len(key.constraint.elements) == 1)]  # fmt: skip
    return sorted(keys, key=lambda key: str(key._colspec))


def column_json(c, keys=None):
    keys = inline_keys(c) if keys is None else keys
    return {
        "name": name_text(c.name),
        "type": type_json(c.type, RECORDER.dialect),
        "nullable": bool(c.nullable),
        "server_default": default_json(c.server_default),
        "python_default": c.default is not None and not isinstance(c.default, schema.Sequence),
        "primary_key": bool(c.primary_key),
        "unique": bool(c.unique),
        "index": bool(c.index),
        "comment": name_text(c.comment),
        "references": with_rules(target(keys[0]._colspec), keys[0]) if keys else None,
    }


KINDS = [
    (schema.PrimaryKeyConstraint, "primary key"),
    (schema.UniqueConstraint, "unique constraint"),
    (schema.ForeignKeyConstraint, "foreign key"),
    (schema.CheckConstraint, "check"),
    (postgresql.ExcludeConstraint, "exclusion constraint"),
]


def constraint_kind(k):
    return next((kind for cls, kind in KINDS if isinstance(k, cls)), "constraint")


def constraint_json(k):
    kind = constraint_kind(k)
    result = {"kind": kind, "name": name_text(k.name), "columns": [], "references": None, "condition": ""}
    if kind == "foreign key":
        result["columns"] = names(k.column_keys)
        specs = [target(element._colspec) for element in k.elements]
        if specs:
            result["references"] = with_rules(dict(specs[0]), k)
            result["references"]["columns"] = [name for spec in specs for name in spec["columns"]]
    elif kind == "check":
        result["condition"] = clause_text(k.sqltext)
    else:
        result["columns"] = names(list(k.columns) or getattr(k, "_pending_colargs", ()))
    return result


def index_json(name, columns, unique, kw):
    where = next((value for key, value in kw.items() if key.endswith("_where")), None)
    return {"name": name_text(name), "columns": names(columns), "unique": bool(unique),
            "concurrently": bool(kw.get("postgresql_concurrently")),
            "method": name_text(kw.get("postgresql_using")),
            "where": "" if where is None else clause_text(where)}  # fmt: skip


class Recorder:
    """Collects the operations of the body that is running."""

    def __init__(self):
        self.operations = []
        self.path = None  # of the migration: only its frames are lines
        self.dialect = None
        self.inside = 0  # an operation, or a look at the catalog

    def start(self, path, dialect):
        self.operations, self.path, self.dialect, self.inside = [], path, dialect, 0

    def lines(self):
        frame, lines = sys._getframe(1), []
        while frame:
            if frame.f_code.co_filename == self.path:
                lines.append(frame.f_lineno)
            frame = frame.f_back
        return lines

    def add(self, kind, table="", schema="", name="", **more):
        operation = {"kind": kind, "table": name_text(table), "schema": name_text(schema),
                     "name": name_text(name), "lines": self.lines(), **more}  # fmt: skip
        self.operations.append(operation)
        return operation

    def statement(self, statement, **more):
        """SQL text or a construct that is executed."""
        if isinstance(statement, Stub):
            self.add("unknown", text=str(statement))
        elif isinstance(statement, (str, elements.TextClause, ddl.DDL)):
            text = statement if isinstance(statement, str) else getattr(statement, "text", None) or statement.statement
            self.add("sql", text=str(text))
        elif isinstance(statement, (dml.Insert, dml.Update, dml.Delete)):
            self.dml(statement)
        elif isinstance(statement, ddl.DDLElement):
            self.ddl(statement)
        elif isinstance(statement, (selectable.SelectBase, elements.ClauseElement)):
            self.add("select")
        else:
            self.add("unknown", text=str(statement)[:200])

    def dml(self, statement):
        kind = type(statement).__visit_name__
        operation = self.add(kind, statement.table.name, getattr(statement.table, "schema", None))
        values = getattr(statement, "_values", None)
        if values:
            operation["written"] = sorted(name_text(getattr(key, "name", key)) for key in values)
        if kind != "insert":
            operation["no_where"] = not statement._where_criteria

    def ddl(self, statement):
        element, word = statement.element, type(statement).__name__
        if word == "CreateTable":
            operation = self.add("create_table", element.name, element.schema)
            self.table_items(operation, list(element.columns) + list(element.constraints))
        elif word == "DropTable":
            self.add("drop_table", element.name, element.schema)
        elif word in ("CreateEnumType", "DropEnumType"):
            operation = self.add("create_type" if word[0] == "C" else "drop_type", name=element.name, schema=element.schema)
            operation["labels"] = list(element.enums)
        elif word in ("CreateIndex", "DropIndex"):
            operation = self.add("create_index" if word[0] == "C" else "drop_index", element.table.name,
                                 element.table.schema, element.name)  # fmt: skip
            operation["index"] = index_json(element.name, element.columns, element.unique, {})
        elif word in ("AddConstraint", "DropConstraint"):
            kind = "create_constraint" if word[0] == "A" else "drop_constraint"
            operation = self.add(kind, element.table.name, element.table.schema, element.name)
            operation["constraint"] = constraint_json(element)
        elif word in ("CreateSequence", "DropSequence"):
            self.add("create_sequence" if word[0] == "C" else "drop_sequence", name=element.name)
        elif word in ("CreateSchema", "DropSchema"):
            self.add("create_schema" if word[0] == "C" else "drop_schema", name=str(element))
        else:
            self.add("unknown", text=word)

    def table_items(self, operation, items, keys=None):
        columns = [item for item in items if isinstance(item, Column)]
        operation["columns"] = [column_json(c, keys and keys.get(id(c))) for c in columns]
        # Of an attached inline key, the constraint that the table made of it is no item of its own.
        made = [key.constraint for c in columns for key in inline_keys(c)] if keys is None else []
        operation["constraints"] = [constraint_json(k) for k in items
                                    if self.is_given(k) and not any(k is one for one in made)]  # fmt: skip

    @staticmethod
    def is_given(k):
        """Of a Table's constraints, those that its columns did not bring by themselves."""
        brought = ("_type_bound", "_implicit_generated", "_column_flag")
        return isinstance(k, schema.Constraint) and not any(getattr(k, flag, False) for flag in brought)

    # ---- op.* ----

    def operation(self, op, batch):
        """Records an operation before it runs; the second half, after, gives what it needs then."""
        method = getattr(self, "op_" + type(op).__name__, None)
        if method is None:
            self.add("unknown", text=type(op).__name__)
            return None
        before = len(self.operations)
        after = method(op)
        for operation in self.operations[before:]:
            operation["batch"] = batch
        return after

    def op_CreateTableOp(self, op):
        operation = self.add("create_table", op.table_name, op.schema)
        for item in op.columns:
            if isinstance(item, Column) and item.index:
                self.column_index(op, item)
            elif isinstance(item, schema.Index):
                made = self.add("create_index", op.table_name, op.schema, item.name)
                columns = item.expressions or getattr(item, "_pending_colargs", ())
                made["index"] = index_json(item.name, columns, item.unique, dict(item.dialect_kwargs))
        # Which keys are inline shows only before the table is put together; that primary keys make
        # their columns NOT NULL, only afterwards.
        keys = {id(c): list(c.foreign_keys) for c in op.columns if isinstance(c, Column)}
        return functools.partial(self.table_items, operation, list(op.columns), keys)

    def op_DropTableOp(self, op):
        self.add("drop_table", op.table_name, op.schema)

    def op_RenameTableOp(self, op):
        self.add("rename_table", op.table_name, op.schema, to=name_text(op.new_table_name))

    def op_CreateTableCommentOp(self, op):
        self.add("set_table_comment", op.table_name, op.schema, text=name_text(op.comment))

    def op_DropTableCommentOp(self, op):
        self.add("set_table_comment", op.table_name, op.schema, text="")

    def op_AddColumnOp(self, op):
        operation = self.add("add_column", op.table_name, op.schema, op.column.name)
        operation["column"] = column_json(op.column)
        if op.column.index:
            self.column_index(op, op.column)

    def column_index(self, op, column):
        """Alembic creates the index of Column(index=True) with the column or table."""
        made = self.add("create_index", op.table_name, op.schema, f"ix_{op.table_name}_{column.name}")
        made["index"] = index_json(made["name"], [column], column.unique, {})

    def op_DropColumnOp(self, op):
        self.add("drop_column", op.table_name, op.schema, op.column_name)

    def op_AlterColumnOp(self, op):
        existing = {"existing_type": type_json(op.existing_type, self.dialect) if op.existing_type is not None else None,
                    "existing_nullable": op.existing_nullable}  # fmt: skip

        def one(kind, column=None, **more):
            self.add(kind, op.table_name, op.schema, op.column_name, column={**existing, **(column or {})}, **more)

        if op.modify_type is not None:
            one("alter_type", {"type": type_json(op.modify_type, self.dialect)})
        if op.modify_nullable is not None:
            one("set_nullable", {"nullable": op.modify_nullable})
        if op.modify_server_default is not False:
            default = op.modify_server_default
            one("set_default", {"server_default": default_json(default)})
        if op.modify_comment is not False:
            one("set_column_comment", {"comment": name_text(op.modify_comment)})
        if "autoincrement" in op.kw and op.kw["autoincrement"] is not None:
            self.add("alter_table", op.table_name, op.schema, op.column_name,
                     text="autoincrement" if op.kw["autoincrement"] else "no autoincrement")  # fmt: skip
        if op.modify_name is not None:
            one("rename_column", to=name_text(op.modify_name))

    def op_CreateIndexOp(self, op):
        operation = self.add("create_index", op.table_name, op.schema, op.index_name)
        operation["index"] = index_json(op.index_name, op.columns, op.unique, op.kw)

    def op_DropIndexOp(self, op):
        operation = self.add("drop_index", op.table_name, op.schema, op.index_name)
        operation["index"] = {"concurrently": bool(op.kw.get("postgresql_concurrently"))}

    def create_constraint(self, table, schema, kind, name, **more):
        operation = self.add("create_constraint", table, schema, name)
        operation["constraint"] = {"kind": kind, "name": name_text(name), "columns": [], "references": None,
                                   "condition": "", **more}  # fmt: skip

    def op_CreateUniqueConstraintOp(self, op):
        self.create_constraint(op.table_name, op.schema, "unique constraint", op.constraint_name, columns=names(op.columns))

    def op_CreatePrimaryKeyOp(self, op):
        self.create_constraint(op.table_name, op.schema, "primary key", op.constraint_name, columns=names(op.columns))

    def op_CreateCheckConstraintOp(self, op):
        self.create_constraint(op.table_name, op.schema, "check", op.constraint_name,
                               condition=clause_text(op.condition))  # fmt: skip

    def op_CreateExcludeConstraintOp(self, op):
        self.create_constraint(op.table_name, op.schema, "exclusion constraint", op.constraint_name)

    def op_CreateForeignKeyOp(self, op):
        reference = {"schema": name_text(op.kw.get("referent_schema")), "table": name_text(op.referent_table),
                     "columns": names(op.remote_cols), "ondelete": name_text(op.kw.get("ondelete")),
                     "onupdate": name_text(op.kw.get("onupdate"))}  # fmt: skip
        self.create_constraint(op.source_table, op.kw.get("source_schema"), "foreign key", op.constraint_name,
                               columns=names(op.local_cols), references=reference)  # fmt: skip

    def op_DropConstraintOp(self, op):
        operation = self.add("drop_constraint", op.table_name, op.schema, op.constraint_name)
        kinds = {"foreignkey": "foreign key", "primary": "primary key", "unique": "unique constraint",
                 "check": "check"}  # fmt: skip
        operation["constraint"] = {"kind": kinds.get(op.constraint_type, "constraint")}

    def op_BulkInsertOp(self, op):
        self.add("insert", op.table.name, getattr(op.table, "schema", None))

    def op_ExecuteSQLOp(self, op):
        self.statement(op.sqltext)


RECORDER = Recorder()


def quietly(method):
    """Statements that SQLAlchemy executes inside `method` are not the migration's."""

    @functools.wraps(method)
    def call(*args, **kwargs):
        RECORDER.inside += 1
        try:
            return method(*args, **kwargs)
        finally:
            RECORDER.inside -= 1

    return call


class Hooks:
    """What happens when an operation itself fails, which says nothing of what was asked for.

    Without a database to change, only rendering can refuse it, and what it made is not needed. On a
    database each is tried within a savepoint, so that the rest of the chain finds what it can.
    """

    def __init__(self):
        self.refused = 0

    def attempt(self, operations, work):
        connection = getattr(operations.migration_context, "connection", None)
        savepoint = None
        # MySQL's DDL ends the transaction, and with it every savepoint.
        lasting = connection is not None and connection.dialect.name == "postgresql"
        if lasting and not operations.migration_context.as_sql and connection.in_transaction():
            savepoint = connection.begin_nested()
        try:
            result = work()
            if savepoint is not None and savepoint.is_active:
                savepoint.commit()
            return result
        except Exception:
            self.refused += 1
            if savepoint is not None and savepoint.is_active:
                savepoint.rollback()
            return None

    def install(self):
        original, flush = Operations.invoke, quietly(BatchOperationsImpl.flush)
        hooks = self

        def invoke(operations, operation):
            after = None
            if not RECORDER.inside:
                after = RECORDER.operation(operation, isinstance(operations, BatchOperations))
            try:
                result = quietly(hooks.attempt)(operations, lambda: original(operations, operation))
            finally:
                if after:
                    after()
            if result is None and isinstance(operation, ops.CreateTableOp):
                # What follows may insert into it.
                with contextlib.suppress(Exception):
                    return operation.to_table()
            return result

        Operations.invoke = invoke
        # What a batch collected is carried out when it ends.
        BatchOperationsImpl.flush = lambda impl: quietly(hooks.attempt)(impl.operations, lambda: flush(impl))


def hook_connections():
    @event.listens_for(Engine, "before_cursor_execute")
    def executed(connection, cursor, statement, parameters, context, executemany):
        if context is not None and isinstance(getattr(cursor, "expected", None), list):
            # oracle_nothing: the columns that SQLAlchemy will look for in the rows
            result = getattr(getattr(context, "compiled", None), "_result_columns", None) or ()
            cursor.expected[:] = [column[0] for column in result]
        if RECORDER.inside or RECORDER.path is None:
            return
        compiled = getattr(context, "compiled", None)
        RECORDER.statement(compiled.statement if compiled is not None else statement)

    def committing(original):
        @functools.wraps(original)
        def commit(self, *args, **kwargs):
            if not RECORDER.inside and sys._getframe(1).f_code.co_filename == RECORDER.path:
                RECORDER.add("commit")
            return original(self, *args, **kwargs)

        return commit

    block = MigrationContext.autocommit_block

    @contextlib.contextmanager
    def autocommit_block(self):
        RECORDER.add("autocommit_begin")
        with block(self):
            yield
        RECORDER.add("autocommit_end")

    MigrationContext.autocommit_block = autocommit_block
    Session.commit = committing(Session.commit)
    Transaction.commit = committing(Transaction.commit)
    for cls in (reflection.Inspector, *dialect_classes()):
        for name in dir(cls):
            if name.startswith(("get_", "has_", "reflect", "_get_", "_has")) and callable(getattr(cls, name)):
                method = cls.__dict__.get(name)
                if callable(method):
                    setattr(cls, name, quietly(method))


def dialect_classes():
    from oracle_nothing import MySQL, PostgreSQL
    from sqlalchemy.dialects.mysql.base import MySQLDialect
    from sqlalchemy.dialects.postgresql.base import PGDialect
    from sqlalchemy.engine.default import DefaultDialect

    return (PGDialect, MySQLDialect, DefaultDialect, PostgreSQL, MySQL)
