/*
 * Ops as one line each, for tests that compare what the SQL readers made of a text:
 *
 *	add_column s.users.email VARCHAR(255) not null default 'x' [if-exists]
 */
#ifndef TIDEMARK_TESTS_UNIT_SQL_PRINT_H
#define TIDEMARK_TESTS_UNIT_SQL_PRINT_H

#include "core/base/out.h"
#include "frontends/sql/sql.h"

/* Appends the op's line without a newline. OPF_FROM_SQL, which all have, is not printed. */
void sql_print_op(const struct op *op, struct out *out);
/* Appends " {if exists CONDITION}" for each of its guards, the innermost first. */
void sql_print_guards(const struct sql_ops *ops, const struct op *op, struct out *out);

#endif
