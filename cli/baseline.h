/*
 * --baseline: the findings of an earlier report, so that only what is new is reported.
 */
#ifndef TIDEMARK_CLI_BASELINE_H
#define TIDEMARK_CLI_BASELINE_H

#include "tidemark.h"

struct baseline {
	struct tidemark_known *items;
	size_t count, capacity;
	char **owned; /* repositories' names */
	size_t owned_count, owned_capacity;
};

/*
 * Adds the findings of a report that tidemark wrote as json, jsonl or sarif. 0, or an exit code
 * after a message: a file that is none of these is refused as a whole, so that no finding is ever
 * taken for known by mistake. The name of the only repository of a report does not matter: the same
 * repository has another path on another machine.
 */
int baseline_read(struct baseline *b, const char *path);
void baseline_release(struct baseline *b);

#endif
