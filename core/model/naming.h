/*
 * Names that a database gives where the source gives none.
 */
#ifndef TIDEMARK_CORE_MODEL_NAMING_H
#define TIDEMARK_CORE_MODEL_NAMING_H

#include "core/base/arena.h"
#include "core/model/environment.h"

struct naming {
	const struct environment *env;
	dialect_set dialect;
};

/* Of a constraint or index of a table; empty when it is not known. */
struct str name_constraint(struct arena *a, const struct naming *n, struct str table,
			   const struct constraint *constraint);
struct str name_index(struct arena *a, const struct naming *n, struct str table,
		      const struct index *index);
/* Of the sequence that numbers a column. */
struct str name_sequence(struct arena *a, const struct naming *n, struct str table,
			 struct str column);

#endif
