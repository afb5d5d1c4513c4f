/*
 * A spool: numbered units of bytes in an unlinked temporary file, so that results of any number of
 * repositories take no memory. Units may be put in any order, each once, and read any number of
 * times. One thread at a time.
 */
#ifndef TIDEMARK_CORE_BASE_SPOOL_H
#define TIDEMARK_CORE_BASE_SPOOL_H

#include "core/base/out.h"

struct spool_unit {
	uint64_t offset, len;
	bool there;
};

struct spool {
	int fd;
	uint64_t end;
	struct spool_unit *units;
	uint32_t count, capacity;
};

/* Makes the file in $TMPDIR, else /tmp. */
int spool_open(struct spool *s, struct err *reterr);
void spool_release(struct spool *s);
int spool_put(struct spool *s, uint32_t unit, struct str bytes, struct err *reterr);
/* Replaces the buffer's content by the unit's bytes. ERR_NOT_FOUND if it was never put. */
int spool_get(struct spool *s, uint32_t unit, struct out *buffer, struct err *reterr);
/* One more than the highest unit put. */
static inline uint32_t spool_count(const struct spool *s)
{
	return s->count;
}

#endif
