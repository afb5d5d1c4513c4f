/*
 * What is known of an environment beside its migrations: dialects, mode, role, policy.
 */
#ifndef TIDEMARK_SCANNER_FACTS_H
#define TIDEMARK_SCANNER_FACTS_H

#include "scanner/home.h"
#include "scanner/readings.h"

/* Looks facts up for one source after the other of its environments; reads no file twice. */
struct facts {
	struct readings *readings;
	struct arena *arena;      /* of results */
	struct arena *scratch;    /* of what is remembered between environments */
	dialect_set given;        /* --dialect; 0 = infer */
	const uint32_t *versions; /* of those given; NULL = none */
	struct map env_pys;       /* path → struct env_facts, of those read */
	struct map requirements;  /* folder → struct requirements */
	struct cst_parser *parser;
};

void facts_init(struct facts *f, struct readings *readings, const struct environment_input *input,
		struct arena *arena, struct arena *scratch);
void facts_release(struct facts *f);

/*
 * Fills role, dialects, settings and forward_only of an environment that has its folders already.
 * Fails only with ERR_STOPPED.
 */
int facts_find(struct facts *f, const struct home *home, struct environment_group *group,
	       struct err *reterr);

/*
 * A policy of never going back: at least two migrations do something, and none of the environment's
 * has a downgrade that does. Measured on 69 environments: 33 have no downgrade at all, and of the
 * other 36 all but five have one for more than half of their upgrades. So "nearly none" describes
 * nobody, and one downgrade is enough to expect the others. One migration alone is no policy yet.
 */
bool facts_forward_only(const struct migration *const *migrations, uint32_t count);

#endif
