/* Identifiers as PostgreSQL prints them. */
#ifndef TIDEMARK_CORE_MODEL_PG_NAME_H
#define TIDEMARK_CORE_MODEL_PG_NAME_H

#include "core/base/arena.h"

/* quote_ident(): in quotes if it must be. A name with a hole stays as it is. */
struct str pg_quoted(struct arena *a, struct str name);
/* format_type() of a type in `schema` (empty, public and pg_catalog are searched anyway). */
struct str pg_type_name(struct arena *a, struct str schema, struct str name);

#endif
