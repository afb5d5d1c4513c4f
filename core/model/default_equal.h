/*
 * Server defaults compared as a database would keep them: '0' and 0, now() and CURRENT_TIMESTAMP,
 * 'x'::character varying and 'x'. Pure; the arena is left as it was.
 */
#ifndef TIDEMARK_CORE_MODEL_DEFAULT_EQUAL_H
#define TIDEMARK_CORE_MODEL_DEFAULT_EQUAL_H

#include "core/model/sql_type.h"

/*
 * TRI_YES and TRI_NO are sure; what cannot be told, as whether two expressions come to the same, is
 * TRI_UNKNOWN. `type` is the column's, NULL if it is not known.
 */
enum tri default_equal(struct arena *a, const struct column_default *one,
		       const struct column_default *other, const struct sql_type *type,
		       dialect_set dialect);

/* How often an expression's value changes, as PostgreSQL has it of functions (provolatile). */
enum volatility {
	VOLATILITY_CONSTANT, /* the same value for ever */
	VOLATILITY_STABLE,   /* the same within a statement: now() */
	VOLATILITY_UNKNOWN,  /* it calls what is not known, and nothing that is volatile */
	VOLATILITY_VOLATILE, /* another one for each row: random(), nextval() */
};
/* "constant" */
struct str volatility_name(enum volatility volatility);
enum volatility default_volatility(const struct column_default *d);

#endif
