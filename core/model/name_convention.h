/* SQLAlchemy's naming conventions and its way to shorten names. Inside of naming. */
#ifndef TIDEMARK_CORE_MODEL_NAME_CONVENTION_H
#define TIDEMARK_CORE_MODEL_NAME_CONVENTION_H

#include "core/model/naming.h"

/* The name that is given or that the convention makes; empty: the database gives one. */
struct str convention_constraint(struct arena *a, const struct naming *n, struct str table,
				 const struct constraint *c);
/* Of Column(index=True); empty where the convention has no word for an index. */
struct str convention_index(struct arena *a, const struct naming *n, struct str table,
			    struct str column);
/* As SQLAlchemy shortens what is longer than the dialect takes: 8 characters less, _ and 4 digits. */
struct str convention_clipped(struct arena *a, dialect_set dialect, struct str name);

#endif
