/*
 * One scan: what its workers share. Everything but the marked part is const while they run.
 */
#ifndef TIDEMARK_SCANNER_RUN_H
#define TIDEMARK_SCANNER_RUN_H

#include "core/base/pool.h"
#include "core/model/record.h"
#include "corpus/history.h"
#include "frontends/frontend.h"
#include "include/tidemark.h"
#include "rules/engine.h"
#include "scanner/known.h"

#include <pthread.h>
#include <stdatomic.h>

/* What one worker keeps from unit to unit. */
struct worker_tools {
	struct frontend_worker *frontend;
	struct arena unit, scratch;
};

/* One repository at one ref, or a plain folder, or a PATH that is not there. */
struct unit {
	struct scan_run *run;
	uint32_t number; /* in input order */
	struct corpus_place place;
	struct str ref;
	const struct record_skip *unread; /* the place was not found, and why; else NULL */
	bool with_history;                /* of all refs that were asked for */
};

struct scan_run {
	const struct tidemark_scan *options;
	struct rule_selection selection;
	struct known_findings known;
	dialect_set dialects;
	uint32_t dialect_versions[DIALECT_COUNT];
	bool trace; /* ops tell how their values were derived */
	struct pool *pool;
	struct worker_tools *tools; /* by worker */

	/* shared */
	pthread_mutex_t lock; /* over the next four */
	struct spool spool;
	struct coverage total;
	struct err error; /* the first failure of the spool */
	bool message_shown;
	_Atomic uint64_t units_done, migrations, findings;
};

/* Set by tidemark_stop(). */
extern volatile int scan_stop_signal;

/* A pool_fn: scans the unit and puts its records into the spool. */
void unit_scan(void *self, unsigned worker);

/* Evaluated migrations of a source, sorted by path. */
struct evaluated {
	const struct migration **migrations;
	uint32_t count, capacity;
	struct record_skip *skips;
	uint32_t skip_count, skip_capacity;
	struct evaluate_batch *batches; /* owns the bytes that the migrations borrow */
	uint64_t files, bytes;          /* of a history: searched for `down_revision` */
};

/*
 * Evaluates all Python candidates of the listing, in parts where that pays. ERR_STOPPED, or 0:
 * what could not be evaluated is a skip. Strings live in `arena` and in the batches.
 */
int evaluate_all(struct scan_run *run, struct corpus_source *source,
		 const struct corpus_listing *listing, struct arena *arena, unsigned worker,
		 struct evaluated *ret);
/*
 * The same for contents of a history, each in the tree of a commit that has it. Those that do not
 * speak of down_revision are left out, as a listing leaves them out.
 */
int evaluate_history(struct scan_run *run, struct corpus_source *source,
		     struct corpus_history *history, const struct candidate *candidates,
		     uint32_t count, struct arena *arena, unsigned worker, struct evaluated *ret);
void evaluated_release(struct evaluated *e);

/* Sets run->dialects from options->dialects. ERR_USAGE: there is no such dialect. */
int run_read_dialects(struct scan_run *run, struct err *reterr);
/* Makes run->pool and run->tools for options->jobs workers. */
int run_start_workers(struct scan_run *run, struct err *reterr);
/* Waits for all work and frees both. */
void run_stop_workers(struct scan_run *run);

/* Calls tidemark_scan.message, one caller at a time. */
void run_message(struct scan_run *run, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
