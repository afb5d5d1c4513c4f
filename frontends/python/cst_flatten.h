/*
 * From tree-sitter's tree to the flat one.
 */
#ifndef TIDEMARK_FRONTENDS_PYTHON_CST_FLATTEN_H
#define TIDEMARK_FRONTENDS_PYTHON_CST_FLATTEN_H

#include "frontends/python/cst.h"

#include <tree_sitter/api.h>

/* What tree-sitter's numbers mean here; the same for every file. */
struct cst_tables {
	const uint8_t *kinds;  /* by symbol: enum cst_kind */
	const uint8_t *fields; /* by field id: enum cst_field */
};

/*
 * Fills nodes, comments, errors and what is of Python 2 in `file`, whose source and lines are set.
 * ERR_LIMIT: more nodes or depth than limits.h allows.
 */
int cst_flatten(const TSTree *tree, const struct cst_tables *tables, struct arena *arena,
		struct cst_file *file);

#endif
