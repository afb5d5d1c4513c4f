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

enum verdict {
#define VERDICT(kind, words) VERDICT_##kind,
#include "core/model/verdict.def"
#undef VERDICT
	VERDICT_COUNT
};
struct str verdict_words(enum verdict verdict); /* "loses data" */

/* One thing that the rollback does not bring back, or that stops it. */
struct proof_item {
	enum verdict verdict;
	struct subject subject;
	enum direction direction; /* of the body that `op` is in */
	const struct op *op;      /* the line that decides; NULL: that nothing does it */
	struct str text;          /* "unique constraint uq_a is not restored" */
};

enum outcome {
	OUTCOME_UNKNOWN, /* "unprovable" */
	OUTCOME_NONE,    /* "not reached": there is no downgrade, or it does not run */
	OUTCOME_RUNS,    /* re-upgrade: "runs" */
	OUTCOME_FAILS,   /* re-upgrade: "fails" */
	OUTCOME_ATOMIC,  /* interruption: "atomic" */
	OUTCOME_RERUNS,  /* interruption: "re-runnable" */
	OUTCOME_STUCK,   /* interruption: "stuck" */
};
struct str outcome_words(enum outcome outcome);

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

/* The worst rollback verdict of the proofs. */
enum verdict proof_worst(const struct proof_list *proofs);

/*
 * How far a head can be rolled back: down first parents from `head`, as long as the verdict (of each
 * node) is no loss. Returns the deepest node that is reached, and in *ret_blocker the node whose
 * downgrade blocks the next step, or CHAIN_NONE at a base.
 */
uint32_t chain_no_return(const struct chain *c, const enum verdict *verdicts, uint32_t head,
			 uint32_t *ret_blocker);

#endif
