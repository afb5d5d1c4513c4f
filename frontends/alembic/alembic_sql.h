/*
 * SQLAlchemy's expressions as SQL, as far as they can be written down: defaults, conditions,
 * elements of indexes. What is not known stays a {hole}.
 */
#ifndef TIDEMARK_FRONTENDS_ALEMBIC_ALEMBIC_SQL_H
#define TIDEMARK_FRONTENDS_ALEMBIC_ALEMBIC_SQL_H

#include "core/model/migration.h"
#include "frontends/python/eval.h"

/* False when it cannot be written as SQL. */
bool alembic_write_sql(struct eval *e, const struct value *v, struct str *ret_sql);
/*
 * The SQL of an expression in a statement on the table, a hole when it cannot be written. Columns of
 * other tables have these before them, and set *ret_others.
 */
struct str alembic_sql_of(struct eval *e, const struct value *v, struct str table,
			  bool *ret_others);
/* The SQL of an expression; a string as it is; its source when it cannot be written as SQL. NULL and None: "". */
struct str alembic_sql(struct eval *e, const struct value *v);
/*
 * The column that an expression names: t.c.name, Model.name, column("name"), "name"; `ret_table`
 * is the table or class that it belongs to, NULL when that is not said. "": it names none.
 */
struct str alembic_column_name(struct eval *e, const struct value *v,
			       const struct value **ret_table);
/* Functions, sequences and types that a piece of SQL needs: "function now", "type mood". */
const struct str *alembic_needs(struct arena *arena, struct str sql, uint32_t *ret_count);

#endif
