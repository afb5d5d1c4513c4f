/*
 * Scenarios: which ops of a body run.
 *
 * A guard asks for an object, a dialect, or something that no schema decides: an x-argument, the
 * environment, rows. What is asked of the schema is decided when the first op under the guard is
 * reached. Each distinct other question is a variable of the migration; a scenario is an answer to
 * each of them. Scenario 0 is the usual one: no x-argument, no environment variable, online, and of
 * the rest whatever lets the body do its work rather than raise.
 */
#ifndef TIDEMARK_CORE_MODEL_SCENARIO_H
#define TIDEMARK_CORE_MODEL_SCENARIO_H

#include "core/base/map.h"
#include "core/model/schema_apply.h"

enum {
	SCENARIO_VARIABLES = 3,
	SCENARIO_MAX = 1 << SCENARIO_VARIABLES,
	SCENARIO_PRESUMED = 8,
};

struct scenario_variable {
	uint64_t key;
	struct str text; /* the condition's source */
	bool usual;      /* its answer in scenario 0 */
};

/*
 * Whether something is there, asked of the catalog in a way that does not tell what: it is as the
 * body needs it, in all scenarios. Two such questions are not independent of one another.
 */
struct scenarios {
	struct scenario_variable variables[SCENARIO_VARIABLES];
	uint32_t count;
	struct scenario_variable presumed[SCENARIO_PRESUMED];
	uint32_t presumed_count;
	const struct migration *migration;
	const uint8_t *under[DIRECTION_COUNT]; /* per guard of each body: what stands under it */
	bool too_many; /* more questions than are asked: those beyond have their usual answer */
};

/* The questions of both bodies on a dialect (one bit). There are 1 << count scenarios. */
void scenarios_of(struct scenarios *s, struct arena *arena, const struct migration *m,
		  dialect_set dialect);
/* "flag is set, not verbose": the answers of a scenario, or empty when there is no question. */
struct str scenario_text(struct arena *a, const struct scenarios *s, unsigned scenario);

/* A body that is run, op by op, on a replica. */
struct body_run {
	struct replica *replica;
	const struct body *body;
	const struct scenarios *scenarios;
	unsigned scenario;
	const uint8_t *under; /* the scenarios', of this body */
	uint8_t *answers;     /* per guard: enum tri, as far as it was reached */
	struct map asked;     /* conditions that the schema has answered */
	struct map *objects;  /* "column a.b" → what was taken for granted of it */
};
void body_run_init(struct body_run *run, struct replica *r, const struct body *body,
		   const struct scenarios *s, unsigned scenario, struct map *objects);
/* Does the next op run? Call it for each op in order, before it is applied. */
bool body_run_reaches(struct body_run *run, const struct op *op);
/*
 * Does it depend on a question that neither schema nor dialect answers? What it may ask is whether
 * the statement can run: one that is refused then says nothing.
 */
bool body_run_is_conditional(const struct body_run *run, const struct op *op);
/*
 * After body_run_reaches(): do the schema and the dialect alone give that answer? False: a scenario
 * does, or what it asks for is taken for granted; another database may answer otherwise.
 */
bool body_run_is_decided(const struct body_run *run, const struct op *op);

#endif
