/*
 * Reading configuration within a budget: what cannot be read, and what goes over the limits, is a
 * skip in the result and nothing else.
 */
#ifndef TIDEMARK_SCANNER_READINGS_H
#define TIDEMARK_SCANNER_READINGS_H

#include "core/base/map.h"
#include "core/base/vec.h"
#include "scanner/grouping.h"

struct readings {
	environment_read_fn read;
	void *self;
	struct arena *arena;   /* of skips */
	struct arena *scratch; /* of what is remembered */
	struct arena content;  /* of one file */
	VEC(struct record_skip) skips;
	struct map failed; /* paths that are among the skips */
	uint32_t files;
	uint64_t bytes;
	bool over_budget;
};

void readings_init(struct readings *r, const struct environment_input *input, struct arena *arena,
		   struct arena *scratch);
void readings_release(struct readings *r);

/*
 * The content of a file, until the next call. 1 and the content, 0 when there is a skip instead,
 * ERR_STOPPED.
 */
int readings_get(struct readings *r, const struct candidate *file, struct str *ret_content,
		 struct err *reterr);

/* Adds a skip, the first one for each path. */
void readings_skip(struct readings *r, enum skip_reason reason, struct str path, struct str detail);

#endif
