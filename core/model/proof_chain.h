/*
 * The proofs of a whole chain, for every dialect of its environment.
 */
#ifndef TIDEMARK_CORE_MODEL_PROOF_CHAIN_H
#define TIDEMARK_CORE_MODEL_PROOF_CHAIN_H

#include "core/model/proof.h"

struct chain_proofs {
	const struct replay *replays; /* one for each dialect, in the order of the bits */
	uint32_t replay_count;
	struct proof_list *nodes; /* per node: the proofs of all dialects, one dialect's together */
	enum verdict *worst;      /* per node */
};

/* Everything is made in `arena`, `env` and `chain` are borrowed; `scratch` is left as it was. */
void chain_prove(struct chain_proofs *c, struct arena *arena, struct arena *scratch,
		 const struct environment *env, const struct chain *chain);

/*
 * The schemas around a migration in the usual scenario: before it, after it, and after rolling it
 * back. They live in `arena`.
 */
struct around {
	struct schema before, after, restored;
	bool rolls_back; /* false: `restored` is not reached */
};
void proof_around(const struct replay *r, uint32_t node, struct arena *arena, struct around *ret);

#endif
