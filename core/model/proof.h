/*
 * What a rollback of one migration does: three proofs, in one scenario on one dialect.
 *
 *   rollback      S → up → W → down → S′, where W is any write that up(S) admits. What S′ lacks of
 *                 S, object by object and token by token, and the worst of it.
 *   re-upgrade    S → up → down → up: does it run again?
 *   interruption  a failure at any statement of the upgrade: what is committed by then, and does
 *                 the upgrade run from there?
 *
 * An op that was not understood makes the answer `unprovable`, unless something that it cannot mend
 * is worse.
 */
#ifndef TIDEMARK_CORE_MODEL_PROOF_H
#define TIDEMARK_CORE_MODEL_PROOF_H

#include "core/model/replay.h"
#include "core/model/verdict.h"

/* One thing that the rollback does not bring back, or that stops it. */
struct proof_item {
	enum verdict verdict;
	struct subject subject;
	enum direction direction; /* of the body that `op` is in */
	const struct op *op;      /* the line that decides; NULL: that nothing does it */
	struct str text;          /* "unique constraint uq_a is not restored" */
};

struct proof_outcome {
	enum outcome outcome;
	const struct op *op; /* of the upgrade: that fails, or after which it is stuck */
	struct str text;     /* why; empty when there is nothing to say */
};

struct proof {
	dialect_set dialect;
	struct str scenario; /* scenario_text(); empty when there is only one */
	enum verdict rollback;
	const struct proof_item *items; /* the worst first */
	uint32_t item_count;
	struct proof_outcome upgrade; /* RUNS or FAILS: on the state before, as it is known */
	struct proof_outcome reupgrade;
	struct proof_outcome interruption;
};

/*
 * All proofs of a node, the usual scenario first; at most SCENARIO_MAX. Results in `arena`; what the
 * proofs need while they work is in `scratch`, which is left as it was.
 */
struct proof_list {
	const struct proof *items;
	uint32_t count;
	bool too_many_scenarios;
};
void proof_build(const struct replay *r, uint32_t node, struct arena *arena, struct arena *scratch,
		 struct proof_list *ret);

/*
 * The worst over the proofs whose upgrade runs, or over all when none does: what cannot be upgraded
 * is never rolled back.
 */
enum verdict proof_worst(const struct proof_list *proofs);
struct verdicts proof_summary(const struct proof_list *proofs);

#endif
