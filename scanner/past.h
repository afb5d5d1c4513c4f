/*
 * What a history adds to a scan of a ref: the contents of migrations that the ref does not have, and
 * for all of them which commit brought and removed them.
 *
 * The migrations of the past are evaluated, each in the tree of the first commit that has it, and
 * belong to an environment; no chain, proof or rule is made of them yet.
 */
#ifndef TIDEMARK_SCANNER_PAST_H
#define TIDEMARK_SCANNER_PAST_H

#include "core/base/map.h"
#include "scanner/grouping.h"
#include "scanner/run.h"

struct past_migration {
	const struct migration *migration;
	const struct history_file *file;
};

/* An environment, and the migrations of the past that belong to it. */
struct past_group {
	struct environment env; /* where `now` is not among the ref's */
	const struct environment_group *now;
	struct past_migration *items; /* by path, then in the order of being introduced */
	uint32_t count, capacity;
};

struct past {
	struct corpus_history history;
	struct map files; /* path, NUL, blob → struct history_file */
	struct evaluated evaluated;
	struct past_group *groups; /* those of the ref's environments first, in their order */
	uint32_t group_count, group_capacity;
	const struct record_skip *skips; /* of grouping */
	uint32_t skip_count;
};

/*
 * Reads the history of a unit whose ref has been listed and evaluated. ERR_STOPPED, ERR_NOT_FOUND (one
 * of the refs). Release in any case.
 */
int past_read(struct past *past, struct unit *unit, struct corpus_source *source,
	      const struct evaluated *now, unsigned worker, struct err *reterr);
/*
 * Puts what was read into environments, those of the ref where they belong there; others are judged
 * by the dialects given, as environment_group() is.
 */
int past_group(struct past *past, struct unit *unit, struct corpus_source *source,
	       const struct environment_groups *now, dialect_set dialects_given,
	       const uint32_t *dialect_versions, unsigned worker, struct err *reterr);
void past_release(struct past *past);

/* When a content came to a path and went: empty moments where that is not known. */
void past_moments(const struct past *past, struct str path, struct str blob, struct arena *arena,
		  struct record_moment *ret_introduced, struct record_moment *ret_removed);

#endif
