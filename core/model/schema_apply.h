/*
 * What an op does to a schema.
 *
 * Conditions are the caller's business (scenario.h): schema_apply() does what the op says. A
 * statement that a database refuses leaves the schema as it was and says why.
 */
#ifndef TIDEMARK_CORE_MODEL_SCHEMA_APPLY_H
#define TIDEMARK_CORE_MODEL_SCHEMA_APPLY_H

#include "core/model/environment.h"
#include "core/model/schema.h"

enum apply_outcome {
	APPLIED,
	APPLY_SKIPPED,  /* IF EXISTS, IF NOT EXISTS: nothing to do */
	APPLY_DOUBTFUL, /* not known whether it runs, or what it did; done as far as it is known */
	APPLY_FAILS,
};

struct applied {
	enum apply_outcome outcome;
	struct str why; /* FAILS, DOUBTFUL: "table users does not exist" */
};

/* One line of versions: a database of one dialect that ops are applied to. */
struct replica {
	struct arena *arena;           /* where versions live */
	dialect_set dialect;           /* exactly one */
	const struct environment *env; /* whose naming convention holds */
	uint32_t node;                 /* whose ops are applied: the origin of what they make */
	uint32_t run; /* a number of its own for each run of one of the node's bodies */
	struct schema now;
	/*
	 * What applying ops may still cost, LIMIT_REPLAY_BYTES at first; NULL: as much as it does.
	 * When it is used up nothing is applied any more, and every op is doubtful.
	 */
	uint64_t *fuel;
	/*
	 * An earlier version, or NULL. What an op shows to have been there all along is added to it
	 * too, so that comparing the two finds no difference in it.
	 */
	struct schema *before;
};

struct applied schema_apply(struct replica *r, const struct op *op);

/* Does Alembic's batch mode copy the table for it (SQLite)? */
bool op_recreates(const struct op *op, dialect_set dialect);

/* Is the object of a guard ("table users", "column users.phone", "index ix_a") there? */
enum tri schema_has(const struct replica *r, struct str object);

#endif
