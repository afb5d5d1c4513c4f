/*
 * One value that is written, and the rows that a condition chooses.
 */
#ifndef TIDEMARK_FRONTENDS_SQL_SQL_VALUE_H
#define TIDEMARK_FRONTENDS_SQL_SQL_VALUE_H

#include "frontends/sql/sql_scope.h"

/*
 * The column is given this value, of this row; it may have been given another one by another row.
 * `insert`: excluded.a and VALUES(a) are what that op gives a; NULL: there are no such.
 */
void sql_value(struct sql_statement *s, const struct sql_scope *scope, struct sql_range value,
	       const struct op *insert, struct column *column);
/* It is given some column of a table. */
void sql_value_unknown(struct sql_statement *s, struct str table, struct column *column);

/* Sets the op's null_columns. */
void sql_null_columns(struct sql_statement *s, struct op *op, struct sql_range condition);

#endif
