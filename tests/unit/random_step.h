/*
 * Random ops for tests of replay and proofs: each makes sense in the schema it is for, and comes with
 * what undoes it.
 */
#ifndef TIDEMARK_TESTS_UNIT_RANDOM_STEP_H
#define TIDEMARK_TESTS_UNIT_RANDOM_STEP_H

#include "core/model/schema_apply.h"
#include "tests/unit/random_migration.h"

enum { STEP_UNDO_MAX = 8 };

/* What a step may do besides. */
enum step_trait {
	/* the schema admits rows afterwards that it did not before, and that its undo may refuse */
	STEP_ADMITS = 1 << 0,
	/* rows or values are gone that its undo does not bring back */
	STEP_DESTROYS = 1 << 1,
};

struct step {
	struct op op;
	struct op undo[STEP_UNDO_MAX]; /* in the order in which they run */
	uint32_t undo_count;
	unsigned traits;
};

struct stepper {
	struct rng *rng;
	struct arena *arena;
	struct replica *replica;
	uint32_t names;   /* given so far: those of new things are new */
	unsigned allowed; /* enum step_trait */
	unsigned grow;    /* of 4: how often something is made, whatever else could be done */
};

/* A step that the replica's database takes, not applied yet. Makes tables when there is nothing. */
void random_step(struct stepper *s, struct step *ret);

/* A number that a name or value of its own can be made of. */
struct str step_name(struct stepper *s, const char *prefix);

/* The source's type that is kept as this one; NULL when the generator does not make it. */
const struct coltype *step_type_of(struct stepper *s, const struct sql_type *type);
/* Any type but an enumeration. */
const struct coltype *step_type(struct stepper *s);

#endif
