/*
 * What a file's code, and what it runs of other files, depends on or does besides the schema, by the names that it uses.
 */
#ifndef TIDEMARK_FRONTENDS_ALEMBIC_ALEMBIC_FACTS_H
#define TIDEMARK_FRONTENDS_ALEMBIC_ALEMBIC_FACTS_H

#include "frontends/python/cst.h"

/*
 * Adds to the migration's facts, and where the file tells them. One pass over the tree; helpers
 * that nothing calls count as well. Of other files only these functions count.
 */
void alembic_facts(const struct cst *c, struct arena *arena, const uint32_t *functions,
		   uint32_t count, struct migration *m);

#endif
