/*
 * What proofs come to, in words that are keys of reports.
 */
#ifndef TIDEMARK_CORE_MODEL_VERDICT_H
#define TIDEMARK_CORE_MODEL_VERDICT_H

#include "core/base/str.h"

enum verdict {
#define VERDICT(kind, words) VERDICT_##kind,
#include "core/model/verdict.def"
#undef VERDICT
	VERDICT_COUNT
};
struct str verdict_words(enum verdict verdict); /* "loses data" */

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

/* Of one migration: the worst over its scenarios and dialects. */
struct verdicts {
	enum verdict rollback;
	enum outcome reupgrade, interruption;
};

#endif
