/*
 * The proofs of a whole chain, for every dialect of its environment.
 */
#ifndef TIDEMARK_CORE_MODEL_PROOF_CHAIN_H
#define TIDEMARK_CORE_MODEL_PROOF_CHAIN_H

#include "core/base/vec.h"
#include "core/model/proof.h"

/*
 * How far a node can be rolled back without loss, by base parents: to (not with) the node `reaches`,
 * because the downgrade of `blocker` loses something or is not known to keep it; CHAIN_NONE: to the
 * base, its own downgrade included.
 */
struct rollback_reach {
	uint32_t reaches, blocker;
};

struct chain_proofs {
	const struct replay *replays; /* one for each dialect, in the order of the bits */
	uint32_t replay_count;
	struct proof_list *nodes; /* per node: the proofs of all dialects, one dialect's together */
	enum verdict *worst;      /* per node */
	struct rollback_reach *back; /* per node */
};

/*
 * Everything is made in `arena`; `env`, `chain` and `budget`, which several chains may share, are
 * borrowed; `scratch` is left as it was.
 */
void chain_prove(struct chain_proofs *c, struct arena *arena, struct arena *scratch,
		 const struct environment *env, const struct chain *chain,
		 struct replay_budget *budget);

/* Is something gone for good, or is that not known? */
bool verdict_is_loss(enum verdict verdict);

/* An op of a body as it is where the migration stands in its chain, in the usual scenario. */
struct met_op {
	uint32_t number; /* of the op in its body */
	const struct op
		*op; /* one of those that it comes to, with the names that the schema gives */
	bool runs;
	bool decided;           /* by schema and dialect alone: see body_run_is_decided() */
	struct applied applied; /* if it runs */
};

struct met_ops {
	VEC(struct met_op) items;
};

/*
 * The schemas around a migration in the usual scenario: before it, after it, and after rolling it
 * back; and its ops as they meet them, in order. They live in `arena`.
 */
struct around {
	struct schema before, after, restored;
	bool rolls_back; /* false: `restored` is not reached */
	struct met_ops met[DIRECTION_COUNT];
};
void proof_around(const struct replay *r, uint32_t node, struct arena *arena, struct around *ret);

#endif
