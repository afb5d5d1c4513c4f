/*
 * Which scanned environment has which revision: where parents are looked for that a chain lacks.
 */
#ifndef TIDEMARK_CORE_MODEL_CHAIN_INDEX_H
#define TIDEMARK_CORE_MODEL_CHAIN_INDEX_H

#include "core/base/map.h"
#include "core/model/chain.h"

/* The place of a revision, or of the one that has a label. Strings are the index's. */
struct revision_home {
	struct str repository, environment, path;
	uint32_t chain;             /* the number of its chain */
	uint32_t homes;             /* chains that have the revision, from the first on */
	struct revision_home *next; /* in another chain; only the first of these is kept */
};

struct chain_index {
	struct map revisions; /* revision or branch label → struct revision_home */
	uint32_t chains;
};

/* Adds all revisions and labels of a chain and returns the chain's number. Everything kept is in `arena`. */
uint32_t chain_index_add(struct chain_index *index, struct arena *arena, const struct chain *c,
			 struct str repository, struct str environment);

/* The first place of exactly this revision or label in another chain than `own`, or NULL. */
const struct revision_home *chain_index_find(const struct chain_index *index, struct str revision,
					     uint32_t own);

#endif
