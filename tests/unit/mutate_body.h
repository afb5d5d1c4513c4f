/*
 * Mutants of a downgrade that undoes its upgrade exactly: one thing is changed.
 */
#ifndef TIDEMARK_TESTS_UNIT_MUTATE_BODY_H
#define TIDEMARK_TESTS_UNIT_MUTATE_BODY_H

#include "tests/unit/random_step.h"

enum mutation {
	MUTATE_DROP,
	MUTATE_SWAP,
	MUTATE_ADD,
	MUTATE_ATTRIBUTE,
	MUTATE_NAME,
	MUTATE_TABLE,
	MUTATION_COUNT
};
const char *mutation_name(enum mutation mutation);

struct mutant {
	struct op *ops;
	uint32_t count;
	uint32_t at; /* what was changed, or stands where it did */
};

/*
 * False when there is nothing of the kind to change. The stepper's replica is in the state that the
 * ops lead to; what the ops point to is left alone.
 */
bool mutate_body(struct stepper *s, enum mutation mutation, const struct op *ops, uint32_t count,
		 struct mutant *ret);

#endif
