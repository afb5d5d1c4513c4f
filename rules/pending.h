/*
 * Findings while a run makes them: shared by engine.c (which hook runs when), pending.c (what a
 * hook reports, one cause once) and result.c (order, message, fingerprint).
 */
#ifndef TIDEMARK_RULES_PENDING_H
#define TIDEMARK_RULES_PENDING_H

#include "core/base/map.h"
#include "core/base/vec.h"
#include "rules/context.h"
#include "rules/engine.h"

/* A finding that may still grow. Its texts are in the arena of the result. */
struct pending {
	struct finding finding;
	const struct rule *rule;
	uint32_t node; /* CHAIN_NONE: the whole environment */
	const struct op *op;
	struct str outcome;
	VEC(struct subject) others; /* what the other rounds of a loop did it to */
	uint32_t hidden;            /* findings of the same file that were too many to keep */
	uint32_t sequence;          /* as reported: the last word of the order */
};

struct rule_engine {
	const struct rule_input *input;
	struct arena *arena;  /* of the result */
	struct arena work;    /* of this run */
	struct arena scratch; /* of one hook */
	struct rule_run run;
	uint32_t rule; /* index of the one that runs */
	VEC(struct pending *) pending;
	VEC(uint32_t) by_kind[DIRECTION_COUNT][OP_KIND_COUNT]; /* rules that listen */

	/* of the migration that is looked at */
	struct map by_statement; /* rule, statement, outcome → pending: the rounds of a loop */
	struct map by_subject;   /* rule, subject → pending: the branches of a condition */
	uint32_t kept;
	struct pending *last;
	struct contexts contexts;
	struct arena contexts_arena;
};

/* Begins a migration, or (CHAIN_NONE) the environment as a whole. */
void pending_enter(struct rule_engine *e, uint32_t node);

/* Appends all findings to `ret`, in order. */
void result_emit(struct rule_engine *e, struct finding_list *ret);

#endif
