/*
 * Comments that allow findings: tidemark's own and the peer's.
 */
#ifndef TIDEMARK_FRONTENDS_ALEMBIC_ALEMBIC_COMMENTS_H
#define TIDEMARK_FRONTENDS_ALEMBIC_ALEMBIC_COMMENTS_H

#include "frontends/python/cst.h"

/* All of the file's suppressions, in `arena`. */
const struct suppression *alembic_suppressions(const struct cst_file *c, struct arena *arena,
					       uint32_t *ret_count);

#endif
