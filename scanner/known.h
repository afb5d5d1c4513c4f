/*
 * The findings of an earlier report: what is among them is counted and not reported again.
 */
#ifndef TIDEMARK_SCANNER_KNOWN_H
#define TIDEMARK_SCANNER_KNOWN_H

#include "core/base/arena.h"
#include "core/base/str.h"
#include "include/tidemark.h"

struct known_findings {
	const struct tidemark_known *items; /* by fingerprint */
	size_t count;
};

/* Sorts a copy in the arena. */
void known_init(struct known_findings *k, struct arena *arena, const struct tidemark_known *items,
		size_t count);
bool known_has(const struct known_findings *k, struct str repository, uint64_t fingerprint);

#endif
