/*
 * SQL text → the same ops as op.*.
 *
 * PostgreSQL's own parser (libpg_query) reads each statement first; what it refuses (MySQL's
 * backticks, T-SQL …) goes to a tolerant reader that knows the statements by their words. What
 * neither understands becomes OP_RAW_SQL with its text, so that nothing is dropped.
 *
 * Holes. Where the front end could not resolve a part of the text it stands in braces,
 * "DROP TABLE {name}_old". A hole is on one line, not empty and without braces inside. It may stand
 * where a name, a string's part or a value may; anywhere else the statement becomes OP_RAW_SQL.
 * Names keep their holes. Ops of a statement with holes carry OPF_TEMPLATE. Bind parameters
 * (:name, %s, %(name)s, ?, $1) are values.
 *
 * Beyond what migration.h says of an op's fields:
 *
 *   create_table      a column's nullable is never UNKNOWN, unless a hole stands for its type.
 *                     Constraints with a name of their own are in constraints[], also those written
 *                     at a column; the column's flags and reference are the nameless ones. AS SELECT
 *                     and LIKE: OPF_PARTIAL, to = the table read; AS SELECT also gives an insert
 *   add_column        likewise, constraints[] included
 *   alter_type        of MySQL's MODIFY and CHANGE, and SQL Server's ALTER COLUMN: column is the
 *                     whole new definition, and takes away what it does not say; what it does say of
 *                     nullability and default is also in set_nullable and set_default ops
 *   alter_table       a change of the table that no other op names (owner, engine, triggers on/off)
 *   drop_index        table is empty in PostgreSQL's form, which does not say it
 *   *_view, *_sequence, *_routine, *_schema, *_extension, *_type
 *                     schema, name; views: to = the first table read; setval() is alter_sequence
 *   *_trigger, *_policy
 *                     table, name
 *   insert, update    columns[]: the names written; to = the first table that values are read from,
 *                     through WITH, joins and sub-queries. Upserts are an insert and an update
 *   select            table = the first one read; nothing in it is called that could change data
 *   rename_enum_value type->labels[0] → to
 *   set               name; to = the value as written
 *   grant, revoke     table, or name of another object
 *   rollback          name of the savepoint, if it goes back to one
 *
 * Blocks (DO $$ … $$, BEGIN … END, IF …) give the ops of the statements in them, and EXECUTE those of
 * the text it makes, with holes for what is not known of it: see sql_block.h.
 */
#ifndef TIDEMARK_FRONTENDS_SQL_SQL_H
#define TIDEMARK_FRONTENDS_SQL_SQL_H

#include "core/base/arena.h"
#include "core/model/migration.h"

struct sql_ops {
	struct op *items; /* kind, flags (OPF_FROM_SQL …), names, column, index, …, text; no span */
	uint32_t count, capacity;
	/* Conditions in the text (IF … THEN) that an op's `guard` names; `at` is not set. */
	struct {
		struct guard *items;
		uint32_t count, capacity;
	} guards;
	/*
	 * Dialects whose own spelling was met where `dialects` was not known: backticks, ENGINE=,
	 * PRAGMA, ::casts, CREATE POLICY … What several databases read adds nothing.
	 */
	dialect_set hints;
};

/*
 * Appends the ops of every statement of `text`, in order, in `arena`. Pure. `holes` says whether
 * braces in the text are holes (else they are plain SQL, as in '{}'::jsonb). `dialects` restricts
 * where the text runs (0 = not known); names keep their case where PostgreSQL is not among them.
 *
 * Each op's `text` is its statement (the innermost that is written out), a slice of `text`, which
 * must outlive the ops. A text without
 * statements gives no op. A statement over LIMIT_SQL_BYTES or nested deeper than
 * LIMIT_SQL_OPERATORS is one OP_RAW_SQL, as is a text over LIMIT_STRING_BYTES; so are EXECUTEs from
 * where their texts exceed LIMIT_SQL_BYTES together. The caller's thread
 * must have a stack of LIMIT_STACK_BYTES.
 */
void sql_read(struct str text, bool holes, dialect_set dialects, struct arena *arena,
	      struct sql_ops *ret_ops);
/* The same with an empty arena to work in, which is left empty. */
void sql_read_with(struct str text, bool holes, dialect_set dialects, struct arena *arena,
		   struct arena *scratch, struct sql_ops *ret_ops);

#endif
