/*
 * The loader of one source: other files of its tree, for evaluations on any worker.
 */
#ifndef TIDEMARK_SCANNER_MODULES_H
#define TIDEMARK_SCANNER_MODULES_H

#include "core/model/loader.h"
#include "corpus/corpus.h"

#include <pthread.h>

/* Serialises all reading of the source: lock it too when reading candidates meanwhile. */
struct modules {
	struct loader loader;
	struct corpus_source *source;
	pthread_mutex_t lock;
};

/* The source must have been listed. */
void modules_init(struct modules *m, struct corpus_source *source);
void modules_release(struct modules *m);

#endif
