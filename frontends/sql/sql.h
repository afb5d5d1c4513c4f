/*
 * SQL text → the same ops as op.*.
 *
 * PostgreSQL's own parser (libpg_query) reads the text first; what it refuses (MySQL's backticks,
 * T-SQL …) goes to a tolerant reader that knows the statements by their words. What neither
 * understands becomes OP_RAW_SQL with its text, so that nothing is dropped.
 *
 * Holes. Where the front end could not resolve a part of the text it stands in braces,
 * "DROP TABLE {name}_old". A hole may stand where a name, a string's part or a value may; anywhere
 * else the statement becomes OP_RAW_SQL. Names keep their holes. Ops from such a text carry
 * OPF_TEMPLATE.
 */
#ifndef TIDEMARK_FRONTENDS_SQL_SQL_H
#define TIDEMARK_FRONTENDS_SQL_SQL_H

#include "core/base/arena.h"
#include "core/model/migration.h"

struct sql_ops {
	struct op *items; /* kind, flags (OPF_FROM_SQL …), names, column, index, …, text; no span */
	uint32_t count, capacity;
	/*
	 * Dialects whose own spelling was met where `dialects` was not known: backticks, ENGINE=,
	 * PRAGMA, ::casts, CREATE TYPE … What several databases read adds nothing.
	 */
	dialect_set hints;
};

/*
 * Appends the ops of every statement of `text`, in order, in `arena`. Pure. `holes` says whether
 * braces in the text are holes (else they are plain SQL, as in '{}'::jsonb). `dialects` restricts
 * where the text runs (0 = not known).
 *
 * Each op's `text` is its statement. A text over LIMIT_SQL_BYTES or with too many operators is
 * one OP_RAW_SQL. The caller's thread must have a stack of LIMIT_STACK_BYTES.
 */
void sql_read(struct str text, bool holes, dialect_set dialects, struct arena *arena,
	      struct sql_ops *ret_ops);

#endif
