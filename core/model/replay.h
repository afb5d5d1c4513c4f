/*
 * The schema before and after each migration of a chain, in a database of one dialect.
 *
 * The state before a migration is what its ancestors make, in the order of the chain. It follows
 * from the state after its base parent (chain_base_parent()) and the ancestors that this one lacks.
 * Versions share structure, so that all of them are kept.
 */
#ifndef TIDEMARK_CORE_MODEL_REPLAY_H
#define TIDEMARK_CORE_MODEL_REPLAY_H

#include "core/model/chain.h"
#include "core/model/scenario.h"

struct replay_step {
	struct schema before, after;
	/* The first statement of the upgrade that is refused, and why; NULL = none. */
	const struct op *failed;
	struct str why;
	/* Its state is not known: in or behind a cycle, unparsable, or too much to join. */
	bool unknown;
};

/* What the chains of a repository may still cost, over all their dialects and proofs. */
struct replay_budget {
	uint64_t bytes; /* see struct replica */
	uint32_t items; /* of proofs */
};

struct replay {
	const struct environment *env;
	const struct chain *chain;
	dialect_set dialect;
	struct arena *arena;
	struct replay_step *steps; /* per node */
	struct replay_budget *budget;
};

void replay_budget_init(struct replay_budget *budget);

/*
 * Everything is made in `arena`; `env`, `chain` and `budget` are borrowed. `dialect` is one bit.
 */
void replay_build(struct replay *r, struct arena *arena, const struct environment *env,
		  const struct chain *chain, dialect_set dialect, struct replay_budget *budget);

/*
 * The dialects that an environment's chain is replayed for: its own, or PostgreSQL, the one that is
 * most often meant, when none is known.
 */
dialect_set replay_dialects(const struct environment *env);

/* A replica in a state, for running bodies of `node` in `arena`. */
struct replica replay_replica(const struct replay *r, struct arena *arena, uint32_t node,
			      const struct schema *state);

#endif
